import type { Field } from "../model/index.js";

/** Some bits in generated code: an unsigned number of at most 32 bits. */
export interface Piece {
  readonly text: string;
  readonly width: number;
}

/** The words of a field as pieces, the first one as narrow as the field leaves it. */
export function fieldPieces(field: Field): Piece[] {
  return Array.from({ length: field.words }, (_, word) => ({
    text: `phv[${field.offset + word}]`,
    width: word === 0 ? field.width - 32 * (field.words - 1) : 32,
  }));
}

/** The pieces of a constant. */
export function constantPieces(value: bigint, width: number): Piece[] {
  const pieces: Piece[] = [];
  for (let left = width; left > 0; ) {
    const take = Math.min(32, left);
    pieces.push({ text: String((value >> BigInt(left - take)) & ((1n << BigInt(take)) - 1n)), width: take });
    left -= take;
  }
  return pieces;
}

export function totalBits(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { width }) => sum + width, 0);
}

/**
 * Cuts pieces that follow one another into units of `unitBits` (at most 16); the last unit is filled with zeros.
 * Each unit is an expression whose value fits the unit.
 */
export function unitTexts(pieces: readonly Piece[], unitBits: number): string[] {
  const units: string[][] = Array.from({ length: Math.ceil(totalBits(pieces) / unitBits) }, () => []);
  let start = 0;
  for (const { text, width } of pieces) {
    const end = start + width;
    for (let unit = Math.floor(start / unitBits); unit * unitBits < end; unit++) {
      const unitEnd = (unit + 1) * unitBits;
      const from = Math.max(start, unit * unitBits);
      const to = Math.min(end, unitEnd);
      units[unit]?.push(slice(text, end - to, to - from, from > start, unitEnd - to));
    }
    start = end;
  }
  return units.map((parts) => parts.join(" | "));
}

/** Bits of a piece: without the lowest `drop`, `width` of them, then moved left by `lift`. */
function slice(text: string, drop: number, width: number, cutAbove: boolean, lift: number): string {
  const shifted = drop === 0 ? text : `${text} >>> ${drop}`;
  const cut = cutAbove ? `(${shifted}) & ${2 ** width - 1}` : shifted;
  return lift === 0 ? `(${cut})` : `((${cut}) << ${lift})`;
}
