import { TextFormatError } from "./errors.js";

export interface Token {
  readonly kind: "word" | "string" | "punctuation" | "end";
  /** For a string, its bytes as characters 0 to 255. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** Blanks and comments; words and numbers; quoted strings; brackets and signs. */
const pattern =
  /(?<blank>\s+|#[^\n]*)|(?<word>[A-Za-z0-9_.+-]+)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<punctuation>[{}<>[\]:;,])/uy;

/** Splits text format into tokens; the last one is the end. Throws {@link TextFormatError}. */
export function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  while (offset < text.length) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    const column = offset - lineStart + 1;
    if (match === null) throw new TextFormatError("unexpected character", line, column);
    const [whole] = match;
    const { word, string, punctuation } = match.groups ?? {};
    if (word !== undefined) tokens.push({ kind: "word", text: word, line, column });
    if (string !== undefined)
      tokens.push({ kind: "string", text: unquoted(string, line, column), line, column });
    if (punctuation !== undefined) tokens.push({ kind: "punctuation", text: punctuation, line, column });
    for (let index = 0; index < whole.length; index += 1) {
      if (whole[index] === "\n") {
        line += 1;
        lineStart = offset + index + 1;
      }
    }
    offset += whole.length;
  }
  return [...tokens, { kind: "end", text: "", line, column: offset - lineStart + 1 }];
}

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "?": "?",
};

const escapeSequence = /\\(?:(?<octal>[0-7]{1,3})|x(?<hex>[0-9A-Fa-f]{1,2})|(?<letter>.))/gu;

/** The bytes between the quotes; what is not escaped counts as UTF-8. */
function unquoted(quoted: string, line: number, column: number): string {
  const bytes = bytesAsText(new TextEncoder().encode(quoted.slice(1, -1)));
  return bytes.replace(escapeSequence, (whole, ...rest) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    if (groups.octal !== undefined) return String.fromCharCode(Number.parseInt(groups.octal, 8) & 0xff);
    if (groups.hex !== undefined) return String.fromCharCode(Number.parseInt(groups.hex, 16));
    const character = escapes[groups.letter ?? ""];
    if (character === undefined) throw new TextFormatError(`unknown escapeSequence ${whole}`, line, column);
    return character;
  });
}

function bytesAsText(bytes: Uint8Array): string {
  return [...bytes].map((byte) => String.fromCharCode(byte)).join("");
}
