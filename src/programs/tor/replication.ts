import { action, bit, cast, exact, table, when } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { byOperation } from "./by-operation.js";
import { meta } from "./meta.js";
import { operation } from "./operations.js";
import {
  commitCursorTable,
  slotContestedTable,
  slotOwnerTable,
  slotTagTable,
  slotVotesTable,
} from "./replication-registers.js";
import type { TorSizes } from "./sizes.js";
import { standingTable } from "./standing.js";
import { junkQuorumTable, prepareVote, tally, valueQuorumTable } from "./votes.js";

const { ringworld } = hdr;
const { write, fill, stored, advance, read, readAll } = operation;

const leaderElsewhere = action(
  "to_leader",
  { leader_ip: bit(32), replica_set: bit(16) },
  ({ leader_ip, replica_set }) => [meta.leader_ip.set(leader_ip), meta.replica_set.set(replica_set)],
  { doc: "Another switch leads the stripe." },
);
/** The projection: who leads the stripe of an index, and which replica set keeps it. */
function projection(sizes: TorSizes) {
  const lead = action(
    "lead",
    { lane: bit(sizes.laneBits), replica_set: bit(16), group: bit(16), majority: bit(8), members: bit(8) },
    (parameters) => [
      meta.leads.set(1),
      meta.lane.set(cast(parameters.lane, bit(8))),
      meta.replica_set.set(parameters.replica_set),
      meta.group.set(parameters.group),
      meta.majority.set(parameters.majority),
      meta.members.set(parameters.members),
    ],
    { doc: "This switch leads the stripe." },
  );
  const stripe = table("stripe", {
    key: { stripe: exact(ringworld.index_lo.slice(sizes.stripeBits - 1, 0)) },
    actions: [lead, leaderElsewhere],
    size: 1 << sizes.stripeBits,
    doc: "The projection: who leads the stripe of an index, and which replica set keeps it.",
  });
  return { lead, stripe };
}

const fetchFrom = action("fetch_from", { server_ip: bit(32) }, ({ server_ip }) => [
  meta.server_ip.set(server_ip),
  meta.served.set(1),
]);
const readReplica = table("read_replica", {
  key: { replica_set: exact(meta.replica_set), attempt: exact(ringworld.count) },
  actions: [fetchFrom],
  size: 512,
  doc: "The log server that answers a read at each attempt.",
});

const ownPosition = action(
  "own_position",
  {},
  () => [meta.target.set(meta.position), meta.owner.set(meta.position.add(1))],
  { doc: "The message is about its own position." },
);
const nextPosition = action(
  "next_position",
  {},
  () => [
    meta.position.set(ringworld.sequence),
    meta.target.set(ringworld.sequence.add(1)),
    meta.owner.set(ringworld.sequence.add(2)),
  ],
  { doc: "An advance looks at the position after the one that it commits." },
);
const findPosition = byOperation(
  "find_position",
  "The position that the message is about, and the number with which it owns a slot.",
  [ownPosition, nextPosition],
  [
    ...[write, fill, stored, read, readAll].map((each) => [each, ownPosition()] as const),
    [advance, nextPosition()],
  ],
);

/** Replicates entries and counts acknowledgements (paper, section 3.2.2). */
export function replication(sizes: TorSizes) {
  const { stripeBits } = sizes;
  const { lead, stripe } = projection(sizes);
  return {
    /** Finds the stripe of an index, who leads it, and its position in the stripe. */
    findStripe: [
      stripe.apply(),
      meta.position.set(
        ringworld.index_hi.slice(stripeBits - 1, 0).concat(ringworld.index_lo.slice(31, stripeBits)),
      ),
    ],
    steps: [
      commitCursorTable(sizes).apply(),
      findPosition.apply(),
      prepareVote,
      readReplica.apply(),
      meta.distance.set(meta.position.subtract(meta.cursor)),
      slotOwnerTable(sizes).apply(),
      standingTable(sizes).apply(),
      slotContestedTable(sizes).apply(),
      slotTagTable(sizes).apply(),
      slotVotesTable(sizes).apply(),
      when(meta.operation.equals(stored).and(meta.known.equals(1)), [
        when(meta.matches.equals(1).or(meta.junk.equals(1)), [tally()]),
      ]),
      valueQuorumTable.apply(),
      junkQuorumTable.apply(),
    ],
    tables: { stripe, read_replica: readReplica },
    actions: { lead, to_leader: leaderElsewhere, fetch_from: fetchFrom },
  };
}
