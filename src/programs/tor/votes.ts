import { action, type BitVariable, bit, exact, table, when } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { meta } from "./meta.js";
import { replicasMax } from "./sizes.js";

const { ringworld } = hdr;
const replicaBits = 8;

/** How many bits of a number are set. */
function population(bits: number): number {
  return bits === 0 ? 0 : (bits & 1) + population(bits >>> 1);
}

/** A table that counts the replicas in one half of a slot's votes: P4 has no loop, and no target counts bits. */
function counting(name: string, doc: string, low: 0 | 8, into: BitVariable<8>) {
  const setCount = action(`set_${name}`, { count: bit(8) }, ({ count }) => [into.set(count)]);
  const votes = low === 0 ? meta.votes.slice(7, 0) : meta.votes.slice(15, 8);
  return table(name, {
    key: { votes: exact(votes) },
    actions: [setCount],
    constDefault: setCount({ count: 0 }),
    entries: Array.from({ length: (1 << replicasMax) - 1 }, (_, position) => ({
      key: { votes: position + 1 },
      action: setCount({ count: population(position + 1) }),
    })),
    doc,
  });
}

export const valueVotesTable = counting(
  "value_votes",
  "How many replicas hold the value.",
  0,
  meta.value_votes,
);
export const junkVotesTable = counting("junk_votes", "How many replicas hold junk.", 8, meta.junk_votes);

/** The bit that an acknowledgement sets: junk has a half of its own. Junk needs no tag to match. */
export const prepareVote = when(
  ringworld.tag.equals(0),
  [meta.junk.set(1), meta.vote.setSlice(2 * replicaBits - 1, replicaBits, ringworld.replica)],
  [meta.vote.setSlice(replicaBits - 1, 0, ringworld.replica)],
);

/** Whether the slot's value is on a majority, and whether junk is at every member (docs/PROTOCOL.md, Junk). */
export const valueIsCommitted = meta.value_votes.greaterOrEqual(meta.majority);
export const junkIsCommitted = meta.junk_votes.greaterOrEqual(meta.members);
export const isCommitted = valueIsCommitted.or(junkIsCommitted);
