import { writeHeader } from "../calculate.js";
import type { EngineEnvironment } from "../forwarding/engine.js";
import { FrameSlab, SMALL_FRAME_BYTES } from "../forwarding/frame-slab.js";
import type { Field, Header } from "../model/index.js";
import { headerBytes } from "../phv/access.js";
import { BitWriter } from "../phv/bits.js";
import { calculationText } from "./calculations.js";
import type { Code } from "./code.js";
import { ExpressionCompiler } from "./expressions.js";
import { fieldPieces, unitTexts } from "./pieces.js";
import { scopeOf } from "./scope.js";

/** The function of the deparser, `(packet)`, which gives the bytes of the packet. */
export function deparserFunction(code: Code, environment: EngineEnvironment): string {
  const { deparser } = environment.state.program;
  return code.define(deparser, "deparser", (own) => {
    own.block("(packet) =>", () => {
      own.line("const phv = packet.phv; const bytes = packet.bytes;");
      own.line(`${own.bind("deparsed", environment.state.stages.deparsed)}[0] += 1;`);
      updateChecksums(own, environment);
      own.line("let size = 0;");
      for (const header of deparser)
        own.line(`if (phv[${header.validOffset}] !== 0) size += ${lengthText(own, header)};`);
      own.line("const from = packet.payloadOffset; const total = size + bytes.length - from; let at = 0;");
      const [small, slab] = [own.bind("smallFrame", smallFrame), own.bind("slab", new FrameSlab())];
      const make = (maker: string) => `${maker}(bytes, from, size)`;
      own.line(`const out = total <= ${SMALL_FRAME_BYTES} ? ${make(small)} : ${make(`${slab}.frame`)};`);
      for (const header of deparser) emitHeader(own, header);
      own.line("return total > packet.truncatedLength ? out.subarray(0, packet.truncatedLength) : out;");
    });
  });
}

function lengthText(code: Code, header: Header): string {
  if (header.variableField === undefined) return String(header.fixedBits / 8);
  return `${code.bind("headerBytes", headerBytes)}(phv, ${code.bind("object", header)})`;
}

function emitHeader(code: Code, header: Header): void {
  code.block(`if (phv[${header.validOffset}] !== 0)`, () => {
    if (header.variableField !== undefined) {
      const emit = code.bind("emitVariable", emitVariable);
      code.line(`at = ${emit}(out, at, phv, ${code.bind("object", header)});`);
      return;
    }
    const units = unitTexts(header.fields.flatMap(fieldPieces), 8);
    for (const [index, unit] of units.entries()) code.line(`out[at + ${index}] = ${unit};`);
    code.line(`at += ${units.length};`);
  });
}

/** Puts a header with a variable-length field into a packet; gives where it ends. */
function emitVariable(out: Uint8Array, at: number, phv: Uint32Array, header: Header): number {
  const writer = new BitWriter(out);
  writer.bits = at * 8;
  writeHeader(writer, phv, header);
  return writer.length;
}

/** A frame with room for headers, its payload in place. So few bytes are copied fastest one by one. */
function smallFrame(bytes: Uint8Array, from: number, headerBytes: number): Uint8Array {
  const frame = new Uint8Array(headerBytes + bytes.length - from);
  const shift = headerBytes - from;
  for (let index = from; index < bytes.length; index++) frame[index + shift] = bytes[index] as number;
  return frame;
}

function updateChecksums(code: Code, environment: EngineEnvironment): void {
  const compiler = new ExpressionCompiler(scopeOf(code, environment.state, [], []));
  for (const { target, calculation, condition } of environment.state.program.updatedChecksums) {
    const applies = condition === undefined ? "true" : compiler.condition(condition);
    code.block(`if (${applies})`, () => {
      const { kind, text } = calculationText(code, environment, calculation);
      store(code, target, kind === "number" ? text : undefined, text);
    });
  }
}

/** Stores a result in a field, cut to it. */
function store(code: Code, { offset, words, width }: Field, number: string | undefined, big: string): void {
  if (number !== undefined) {
    for (let word = 0; word < words - 1; word++) code.line(`phv[${offset + word}] = 0;`);
    code.line(`phv[${offset + words - 1}] = ${width < 32 ? `${number} & ${2 ** width - 1}` : number};`);
    return;
  }
  const value = code.keep(`BigInt.asUintN(${width}, ${big})`);
  for (let word = 0; word < words; word++) {
    code.line(`phv[${offset + word}] = Number((${value} >> ${32 * (words - 1 - word)}n) & 0xffffffffn);`);
  }
}
