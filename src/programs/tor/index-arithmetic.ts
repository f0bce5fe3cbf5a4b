import { action, type BitVariable, noAction, type Step, table, ternary } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { meta } from "./meta.js";

const { index_hi: high, index_lo: low } = hdr.ringworld;
const topBit = 0x8000_0000;
const isSet = { value: topBit, mask: topBit };
const isClear = { value: 0, mask: topBit };

/** A table that changes the high half when the top bit of the low half has changed in one direction. */
function carrying(name: string, doc: string, before: BitVariable<32>, direction: "up" | "down"): Step {
  const amount = direction === "up" ? high.add(1) : high.subtract(1);
  const change = action(`${name}_one`, {}, () => [high.set(amount)]);
  const [was, is] = direction === "up" ? [isSet, isClear] : [isClear, isSet];
  return table(name, {
    key: { before: ternary(before), after: ternary(low) },
    actions: [change, noAction],
    constDefault: noAction(),
    entries: [{ key: { before: was, after: is }, action: change() }],
    doc,
  }).apply();
}

/**
 * `index += meta.addend`, in two halves of 32 bits; `meta.low_before` is the low half before. An addend is below 2^31,
 * so the low half wrapped exactly when its top bit went from 1 to 0: no 64-bit compare is needed.
 */
export const addToIndex: readonly Step[] = [
  low.set(low.add(meta.addend)),
  carrying("carry", "The low half of the index wrapped upwards.", meta.low_before, "up"),
];

/** `index -= count`, where count is below 2^31: the low half wrapped when its top bit went from 0 to 1. */
export function subtractCountFromIndex(before: BitVariable<32>): readonly Step[] {
  return [
    before.set(low),
    low.set(low.subtract(hdr.ringworld.count)),
    carrying("borrow", "The low half of the index wrapped downwards.", before, "down"),
  ];
}
