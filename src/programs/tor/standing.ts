import { action, bit, exact, noAction, table, ternary } from "../../dsl/index.js";
import { meta } from "./meta.js";
import { operation } from "./operations.js";
import type { TorSizes } from "./sizes.js";

const { write, fill, advance, read, readAll } = operation;

/** How a position stands to the commit cursor of its lane. */
export const standing = { inside: 0, behind: 1, beyond: 2, atCursor: 3 } as const;

/** Distances from the cursor that have a slot. */
export function windowDistances({ windowBits }: TorSizes) {
  return { value: 0, mask: 0xffff_ffff - ((1 << windowBits) - 1) };
}

const negative = { value: 0x8000_0000, mask: 0x8000_0000 };
const none = { value: 0, mask: 0xffff_ffff };

const setStanding = action("set_standing", { standing: bit(2) }, (parameters) => [
  meta.standing.set(parameters.standing),
]);
const behind = setStanding({ standing: standing.behind });
const beyond = setStanding({ standing: standing.beyond });

/** Only positions of the window have a slot. */
export function standingTable(sizes: TorSizes) {
  return table("standing", {
    key: { operation: exact(meta.operation), distance: ternary(meta.distance) },
    actions: [setStanding, noAction],
    constDefault: noAction(),
    entries: [
      ...[write, fill, read, readAll].map((each) => ({
        key: { operation: each, distance: negative },
        action: behind,
      })),
      ...[write, fill].flatMap((each) => [
        { key: { operation: each, distance: windowDistances(sizes) }, action: noAction() },
        { key: { operation: each }, action: beyond },
      ]),
      { key: { operation: advance, distance: none }, action: setStanding({ standing: standing.atCursor }) },
    ],
    doc: "What is behind the commit cursor is committed; what is beyond the window has to wait.",
  });
}
