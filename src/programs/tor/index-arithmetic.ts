import { type BitVariable, bit, cast, type Step } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { meta } from "./meta.js";

const { index_hi: high, index_lo: low } = hdr.ringworld;
const topBit = 31;

/**
 * `index += meta.addend`, in two halves of 32 bits. An addend is below 2^31, so the low half wrapped exactly when its
 * top bit went from 1 to 0: no 64-bit compare is needed.
 */
export function addToIndex(): readonly Step[] {
  return [
    meta.low_before.set(low),
    low.set(low.add(meta.addend)),
    high.set(high.add(cast(wrapped(meta.low_before, low), bit(32)))),
  ];
}

/** `index -= count`, where count is below 2^31: the low half wrapped when its top bit went from 0 to 1. */
export function subtractCountFromIndex(): readonly Step[] {
  return [
    meta.low_before.set(low),
    low.set(low.subtract(hdr.ringworld.count)),
    high.set(high.subtract(cast(wrapped(low, meta.low_before), bit(32)))),
  ];
}

/** 1 when the top bit of `before` is set and that of `after` is not. */
function wrapped(before: BitVariable<32>, after: BitVariable<32>) {
  return before.slice(topBit, topBit).and(after.slice(topBit, topBit).complement());
}
