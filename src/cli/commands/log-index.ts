import { CodedError } from "../../base/index.js";

/**
 * An index that a user typed.
 *
 * @throws CodedError `LOG-INDEX` when the text is no index
 */
export function parseIndex(text: string): bigint {
  if (/^[1-9][0-9]{0,19}$/.test(text) && BigInt(text) < 1n << 64n) return BigInt(text);
  throw new CodedError({
    code: "LOG-INDEX",
    message: `"${text}" is no log index`,
    help: "Indices are whole numbers from 1.",
  });
}
