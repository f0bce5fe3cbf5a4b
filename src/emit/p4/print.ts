import type { SourcePosition } from "../../base/index.js";
import type { Code } from "./code.js";

/** A printed file. */
export interface PrintedCode {
  readonly text: string;
  /** For each line of the text, where in the program it comes from; a line inside a block without a place of its own has its block's. */
  readonly sources: readonly (SourcePosition | undefined)[];
}

const indentation = "    ";
const continuation = "        ";
const columnsMax = 110;

/** Lays out a tree as text. */
export function print(code: readonly Code[]): PrintedCode {
  const printer = new Printer();
  printer.print(code, "", undefined);
  return { text: `${printer.lines.join("\n")}\n`, sources: printer.sources };
}

class Printer {
  readonly lines: string[] = [];
  readonly sources: (SourcePosition | undefined)[] = [];

  print(code: readonly Code[], indent: string, around: SourcePosition | undefined): void {
    for (const part of code) this.#printPart(part, indent, around);
  }

  #printPart(part: Code, indent: string, around: SourcePosition | undefined): void {
    switch (part.kind) {
      case "gap":
        this.#add("", undefined);
        break;
      case "comment":
        for (const text of wrapWords(part.text, columnsMax - indent.length - 3)) {
          this.#add(`${indent}// ${text}`, part.source ?? around);
        }
        break;
      case "line":
        for (const text of wrapCode(indent, part.text)) this.#add(text, part.source ?? around);
        break;
      case "block":
        this.#printBlock(part, indent, part.source ?? around);
        break;
    }
  }

  #printBlock(
    { arms, close }: Extract<Code, { readonly kind: "block" }>,
    indent: string,
    source: SourcePosition | undefined,
  ): void {
    arms.forEach(({ head, body }, position) => {
      const start = position === 0 ? "" : "} ";
      const brace = head === "" || head.endsWith("(") || head.endsWith("{") ? "" : " {";
      for (const text of wrapCode(indent, `${start}${head}${brace}`)) this.#add(text, source);
      this.print(body, indent + indentation, source);
    });
    this.#add(indent + close, source);
  }

  #add(text: string, source: SourcePosition | undefined): void {
    this.lines.push(text);
    this.sources.push(source);
  }
}

/** Breaks prose between words. */
function wrapWords(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let current = "";
    for (const word of paragraph.split(" ")) {
      if (current !== "" && current.length + 1 + word.length > columns) {
        lines.push(current);
        current = word;
      } else {
        current = current === "" ? word : `${current} ${word}`;
      }
    }
    lines.push(current);
  }
  return lines;
}

/** Places where a line of P4 may be broken: after a comma or before an operator, with its space. */
const breakPoint = /(?<=,) | (?=&& |\|\| |\? |: )/;

function wrapCode(indent: string, text: string): readonly string[] {
  if (indent.length + text.length <= columnsMax || text.includes('"')) return [indent + text];
  const lines: string[] = [];
  let current = indent;
  for (const piece of text.split(breakPoint)) {
    const joined = current.trim() === "" ? current + piece : `${current} ${piece}`;
    if (joined.length > columnsMax && current.trim() !== "") {
      lines.push(current);
      current = indent + continuation + piece;
    } else {
      current = joined;
    }
  }
  return [...lines, current];
}
