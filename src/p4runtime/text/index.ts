/**
 * P4Info as text: what p4c writes to `p4info.txtpb`, read and written, and its JSON.
 *
 * ```ts
 * import { parseP4Info, printP4Info } from "p4runtime-js-grpc/text";
 * const info = parseP4Info(readFileSync("p4info.txtpb", "utf8"));
 * ```
 */
import { p4info } from "../messages/index.js";
import { messageToJson } from "./json.js";
import { parseMessage } from "./parse.js";
import { printMessage } from "./print.js";

export { TextFormatError } from "./errors.js";
export * as schema from "./schema.js";

/** What p4c writes in front, so that an editor knows what the file holds. */
const heading = "# proto-file: p4/config/v1/p4info.proto\n# proto-message: p4.config.v1.P4Info\n\n";

/** Prints a P4Info byte for byte as p4c does (`--p4runtime-files p4info.txtpb`). */
export function printP4Info(info: p4info.P4Info): string {
  return heading + printMessage("P4Info", info);
}

/** Reads a P4Info from text format; {@link TextFormatError} tells line and column of what is wrong. */
export function parseP4Info(text: string): p4info.P4Info {
  return p4info.P4Info.fromPartial(parseMessage("P4Info", text));
}

/** P4Info in protobuf's JSON mapping, as p4c writes it to a `.json` file, but indented by two. */
export function printP4InfoJson(info: p4info.P4Info): string {
  return `${JSON.stringify(messageToJson("P4Info", info), null, 2)}\n`;
}
