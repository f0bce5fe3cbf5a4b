import type { Field } from "../model/index.js";

/** Stores a whole number of at most 53 bits in one field, cut to its width. */
export type NumberWriter = (phv: Uint32Array, value: number) => void;

const nothing: NumberWriter = () => {};

function maskOf(width: number): number {
  return width >= 32 ? -1 : 2 ** width - 1;
}

/** The writer of a field; a field that is not `wanted` takes nothing. */
export function numberWriter(field: Field, wanted: boolean): NumberWriter {
  const { offset, words, width } = field;
  if (!wanted) return nothing;
  if (words === 1) {
    const mask = maskOf(width);
    return (phv, value) => {
      phv[offset] = value & mask;
    };
  }
  const [low, mask] = [offset + words - 1, maskOf(width - 32)];
  return (phv, value) => {
    phv[low] = value;
    phv[low - 1] = (value / 0x100000000) & mask;
  };
}
