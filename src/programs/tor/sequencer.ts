import { action, bit, table, ternary } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { inSequence } from "./by-operation.js";
import { addToIndex } from "./index-arithmetic.js";
import { meta } from "./meta.js";
import { operation } from "./operations.js";
import {
  acknowledgedTable,
  arrivalsTable,
  epochRing,
  epochTable,
  releasedTable,
  sentHighTable,
  sentLowTable,
  tokenSequenceTable,
  tokenViewTable,
} from "./sequencer-registers.js";
import type { TorSizes } from "./sizes.js";

const { ringworld } = hdr;
const { pending, token, tick } = operation;

const nextHop = action("next_hop", {}, () => [ringworld.sequence.set(ringworld.sequence.add(1))], {
  doc: "A token leaves with the next hop number.",
});
const countFromOne = action("count_from_one", {}, () => [meta.place.set(ringworld.ticket.add(1))], {
  doc: "The first ticket of an epoch gets the index after h.",
});
const prepare = inSequence(
  "prepare",
  "What an operation needs one more than the message says.",
  [nextHop, countFromOne],
  [
    [token, nextHop()],
    [tick, nextHop()],
    [pending, countFromOne()],
  ],
);

/** How the epoch of a request stands: its tickets have no indices yet, have some, or had some. */
export const epoch = { open: 0, closed: 1, forgotten: 2 } as const;

const ageEpoch = meta.epoch_age.set(meta.epoch.subtract(ringworld.epoch));

const wholeWord = 0xffff_ffff;
const isOpen = { value: 0, mask: wholeWord };

const setEpochState = action("set_epoch_state", { epoch_state: bit(2) }, (parameters) => [
  meta.epoch_state.set(parameters.epoch_state),
]);
function epochState({ epochBits }: TorSizes) {
  const isRemembered = { value: 0, mask: wholeWord - ((1 << epochBits) - 1) };
  return table("epoch_state", {
    key: { age: ternary(meta.epoch_age) },
    actions: [setEpochState],
    constDefault: setEpochState({ epoch_state: epoch.forgotten }),
    entries: [
      { key: { age: isOpen }, action: setEpochState({ epoch_state: epoch.open }) },
      { key: { age: isRemembered }, action: setEpochState({ epoch_state: epoch.closed }) },
    ],
    doc: "A request waits while its epoch is open, and comes too late when the epoch is forgotten.",
  });
}

const addBatch = action(
  "add_batch",
  {},
  () => [
    meta.low_before.set(ringworld.index_lo),
    meta.addend.set(meta.arrivals.subtract(ringworld.ticket)),
    ringworld.count.set(meta.arrivals.subtract(ringworld.ticket)),
  ],
  { doc: "The token takes as many indices as tickets were given out since it was here." },
);
const addPlace = action(
  "add_place",
  {},
  () => [meta.low_before.set(ringworld.index_lo), meta.addend.set(meta.place.subtract(meta.first))],
  { doc: "A request gets the index of its place in the epoch's batch." },
);
const batch = inSequence(
  "batch",
  "How far the index moves: over a whole batch, or to one place in it.",
  [addBatch, addPlace],
  [
    [token, addBatch()],
    [pending, addPlace()],
  ],
);

/** Accepts tokens, counts arrivals, closes epochs (paper, section 3.2.1). */
export function sequencer(sizes: TorSizes) {
  return [
    tokenSequenceTable.apply(),
    prepare.apply(),
    tokenViewTable.apply(),
    acknowledgedTable.apply(),
    epochTable.apply(),
    arrivalsTable.apply(),
    releasedTable.apply(),
    epochRing(sizes).map((each) => each.apply()),
    ageEpoch,
    batch.apply(),
    addToIndex,
    sentLowTable.apply(),
    sentHighTable.apply(),
    epochState(sizes).apply(),
  ];
}
