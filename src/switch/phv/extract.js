import { readWideBits } from "../../base/index.js";
import { writeWords } from "./words.js";
/** Takes a variable-length field out of a packet: its `width` bits now, and that it has so many. */
export function extractVariableField(phv, bytes, bitOffset, field, width) {
    writeWords(phv, field.offset, field.words, readWideBits(bytes, bitOffset, width));
    if (field.lengthOffset !== undefined)
        phv[field.lengthOffset] = width;
}
//# sourceMappingURL=extract.js.map