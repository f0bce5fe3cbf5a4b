import { assert } from "../../base/index.js";
import { calculate } from "../calculate.js";
import type { EngineEnvironment } from "../forwarding/engine.js";
import type { Packet } from "../forwarding/packet.js";
import type { HashAlgorithm } from "../hash/algorithms.js";
import type { Calculation, CalculationInput } from "../model/index.js";
import type { Code } from "./code.js";
import { constantPieces, fieldPieces, type Piece, totalBits, unitTexts } from "./pieces.js";

/** A calculation in generated code: a number of at most 32 bits, or a bigint. */
export interface CalculationText {
  readonly kind: "number" | "big";
  readonly text: string;
}

const CHECKSUMS: ReadonlySet<string> = new Set(["csum16", "cksum16"]);

/**
 * What a calculation gives, as a call of a function that the code has once. When all headers are valid and of
 * fixed length the function knows where every bit goes; otherwise it takes the general way.
 */
export function calculationText(code: Code, environment: EngineEnvironment, index: number): CalculationText {
  const calculation = environment.state.program.calculations[index];
  const hash = environment.state.hashes[index];
  assert(calculation !== undefined && hash !== undefined, "calculations are resolved");
  const narrow = hash.kind === "narrow";
  const name = code.define(calculation, "calculation", (own) => {
    own.block("(packet, phv) =>", () => {
      const pieces = inputPieces(calculation.inputs);
      if (pieces !== undefined) fixedLayout(own, environment, calculation, hash, pieces);
      const general = (packet: Packet) => calculate(environment.state, index, packet);
      const numeric = (packet: Packet) => Number(general(packet));
      own.line(`return ${own.bind("calculate", narrow ? numeric : general)}(packet);`);
    });
  });
  return { kind: narrow ? "number" : "big", text: `${name}(packet, phv)` };
}

/** Pieces of all inputs but the payload; undefined if some length is not fixed. */
function inputPieces(inputs: readonly CalculationInput[]): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const input of inputs) {
    if (input.kind === "constant") pieces.push(...constantPieces(input.value, input.width));
    const fields =
      input.kind === "field" ? [input.field] : input.kind === "header" ? input.header.fields : [];
    if (fields.some((field) => field.lengthOffset !== undefined)) return undefined;
    pieces.push(...fields.flatMap(fieldPieces));
  }
  return pieces;
}

/** The condition that all headers are valid; metadata always is. */
function allValid(environment: EngineEnvironment, inputs: readonly CalculationInput[]): string {
  const always = new Set(
    environment.state.program.layout.headers.filter(({ metadata }) => metadata).map((h) => h.validOffset),
  );
  const offsets = inputs.flatMap((input) => {
    if (input.kind === "field") return [input.field.validOffset];
    return input.kind === "header" ? [input.header.validOffset] : [];
  });
  const checked = [...new Set(offsets)].filter((offset) => !always.has(offset));
  return checked.length === 0 ? "true" : checked.map((offset) => `phv[${offset}] !== 0`).join(" && ");
}

function fixedLayout(
  code: Code,
  environment: EngineEnvironment,
  calculation: Calculation,
  hash: HashAlgorithm,
  pieces: readonly Piece[],
): void {
  const { inputs } = calculation;
  const payload = inputs.some(({ kind }) => kind === "payload");
  const bits = totalBits(pieces);
  if (CHECKSUMS.has(calculation.algorithm) && (!payload || bits % 16 === 0)) {
    code.block(`if (${allValid(environment, inputs)})`, () => checksumOf(code, pieces, payload));
  } else if (!payload && bits > 0) {
    code.block(`if (${allValid(environment, inputs)})`, () => hashOf(code, hash, pieces));
  }
}

/** The internet checksum straight from the fields, without a buffer. */
function checksumOf(code: Code, pieces: readonly Piece[], payload: boolean): void {
  const units = unitTexts(pieces, 16).map((unit) => `(${unit})`);
  const sum = [...units, ...(payload ? [`${code.bind("sumPayload", sumPayload)}(packet)`] : [])];
  code.line(`return ${code.bind("foldChecksum", foldChecksum)}(${sum.join(" + ") || "0"});`);
}

function hashOf(code: Code, { compute }: HashAlgorithm, pieces: readonly Piece[]): void {
  const bytes = unitTexts(pieces, 8);
  const buffer = code.bind("buffer", new Uint8Array(bytes.length));
  for (const [index, byte] of bytes.entries()) code.line(`${buffer}[${index}] = ${byte};`);
  code.line(`return ${code.bind("hash", compute)}(${buffer}, ${bytes.length});`);
}

/** Folds a sum of 16-bit words to one and complements it. */
function foldChecksum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}

/** The sum of the 16-bit words of a packet's payload. */
function sumPayload(packet: Packet): number {
  const { bytes, payloadOffset } = packet;
  let sum = 0;
  for (let index = payloadOffset; index < bytes.length; index += 2) {
    sum += ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
  }
  return sum;
}
