import { action, type Bit, type BitVariable, bit, exact, table, when } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { meta } from "./meta.js";
import { replicasMax } from "./sizes.js";

const { ringworld } = hdr;
const replicaBits = 8;

/** How many hold something, to how many have to: a majority for a value, every member for junk (docs/PROTOCOL.md, Junk). */
export const quorum = { below: 0, exactly: 1, above: 3 } as const;

/** Every quorum that is one has this bit. */
export const committed = { value: 1, mask: 1 } as const;

/** How many bits of a number are set. */
function population(bits: number): number {
  return bits === 0 ? 0 : (bits & 1) + population(bits >>> 1);
}

/** One entry for each number of replicas and each set that has so many: P4 has no loop, and no target counts bits. */
function quorums(): readonly { readonly votes: number; readonly needed: number; readonly quorum: number }[] {
  const sets = Array.from({ length: (1 << replicasMax) - 1 }, (_, position) => position + 1);
  const numbers = Array.from({ length: replicasMax }, (_, position) => position + 1);
  return numbers.flatMap((needed) =>
    sets
      .filter((votes) => population(votes) >= needed)
      .map((votes) => ({
        votes,
        needed,
        quorum: population(votes) === needed ? quorum.exactly : quorum.above,
      })),
  );
}

/** A table that holds one half of a slot's votes against the number of replicas that is needed. */
function counting(name: string, doc: string, votes: Bit<8>, needed: BitVariable<8>, into: BitVariable<2>) {
  const setQuorum = action(`set_${name}`, { quorum: bit(2) }, (parameters) => [into.set(parameters.quorum)]);
  return table(name, {
    key: { votes: exact(votes), needed: exact(needed) },
    actions: [setQuorum],
    constDefault: setQuorum({ quorum: quorum.below }),
    entries: quorums().map((each) => ({
      key: { votes: each.votes, needed: each.needed },
      action: setQuorum({ quorum: each.quorum }),
    })),
    doc,
  });
}

export const valueQuorumTable = counting(
  "value_quorum",
  "Whether a majority of the replicas holds the value.",
  meta.votes.slice(7, 0),
  meta.majority,
  meta.value_quorum,
);
export const junkQuorumTable = counting(
  "junk_quorum",
  "Whether every member of the view holds junk.",
  meta.votes.slice(15, 8),
  meta.members,
  meta.junk_quorum,
);

/** The bit that an acknowledgement sets, the sender's: junk has a half of its own. */
export const prepareVote = when(
  ringworld.tag.equals(0),
  [meta.junk.set(1), meta.vote.setSlice(2 * replicaBits - 1, replicaBits, meta.voter)],
  [meta.vote.setSlice(replicaBits - 1, 0, meta.voter)],
);

/** An acknowledgement joins the votes of its slot; which of its bits are new is what makes a majority happen once. */
export const tally = action("tally", {}, () => [
  meta.fresh_votes.set(meta.vote.and(meta.votes.complement())),
  meta.votes.set(meta.votes.or(meta.vote)),
]);
