import { action, bit, cast, drop, exact, multicast, section, table, when } from "../../dsl/index.js";
import { readAll } from "../../wire/index.js";
import { hdr } from "../headers.js";
import { answerWith, fromThisSwitch, loopAs, refuseWith } from "./answers.js";
import { meta } from "./meta.js";
import { code, kind, operation } from "./operations.js";
import {
  commitCursorTable,
  slotContestedTable,
  slotOwnerTable,
  slotTagTable,
  slotVotesTable,
} from "./replication-registers.js";
import { laneBits, stripeBits, windowBits } from "./sizes.js";
import {
  isCommitted,
  junkIsCommitted,
  junkVotesTable,
  prepareVote,
  valueIsCommitted,
  valueVotesTable,
} from "./votes.js";

const { ringworld } = hdr;
const { write, fill, stored, advance, read, status, setLane, toLeader, otherView } = operation;
const { past, passedFill, busy, confirm } = operation;

const lead = action(
  "lead",
  { lane: bit(laneBits), replica_set: bit(16), group: bit(16), majority: bit(8), members: bit(8) },
  (parameters) => [
    meta.leads.set(1),
    meta.lane.set(parameters.lane),
    meta.replica_set.set(parameters.replica_set),
    meta.group.set(parameters.group),
    meta.majority.set(parameters.majority),
    meta.members.set(parameters.members),
  ],
  { doc: "This switch leads the stripe." },
);
const leaderElsewhere = action(
  "to_leader",
  { leader_ip: bit(32) },
  ({ leader_ip }) => [meta.leader_ip.set(leader_ip)],
  { doc: "Another switch leads the stripe." },
);
const stripe = table("stripe", {
  key: { stripe: exact(meta.stripe) },
  actions: [lead, leaderElsewhere],
  size: 1 << stripeBits,
  doc: "The projection: who leads the stripe of an index, and which replica set keeps it.",
});

const fetchFrom = action("fetch_from", { server_ip: bit(32) }, ({ server_ip }) => [
  hdr.ipv4.dst.set(server_ip),
  meta.operation.set(operation.route),
]);
const readReplica = table("read_replica", {
  key: { replica_set: exact(meta.replica_set), attempt: exact(ringworld.count.slice(7, 0)) },
  actions: [fetchFrom],
  size: 512,
  doc: "The log server that answers a read at each attempt.",
});

const isPast = meta.distance.slice(31, 31).equals(1);
const isBeyondWindow = meta.distance.slice(30, windowBits).notEquals(0);

/** Finds the stripe of an index, who leads it, and its position in the stripe. */
const findStripe = [
  meta.stripe.set(ringworld.index_lo.slice(stripeBits - 1, 0)),
  meta.position.set(
    ringworld.index_hi.slice(stripeBits - 1, 0).concat(ringworld.index_lo.slice(31, stripeBits)),
  ),
  stripe.apply(),
];

/** Where the index stands to the commit cursor: behind it, in the window, or beyond. */
const placeInWindow = section("Only positions of the window have a slot", [
  meta.distance.set(meta.position.subtract(meta.cursor)),
  when(meta.operation.equals(write).or(meta.operation.equals(fill)), [
    when(
      isPast,
      [when(meta.operation.equals(write), [meta.operation.set(past)], [meta.operation.set(passedFill)])],
      [when(isBeyondWindow, [meta.operation.set(busy)])],
    ),
  ]),
]);

/** The slot of the message's position; an advance looks at the position after the one that it commits. */
const findSlot = section("The slot of a position", [
  meta.target.set(meta.position),
  when(meta.operation.equals(advance), [meta.target.set(ringworld.sequence.add(1))]),
  meta.owner.set(meta.target.add(1)),
  meta.slot.set(meta.lane.concat(meta.target.slice(windowBits - 1, 0))),
  prepareVote,
]);

/** The message becomes the packet that moves the commit cursor and then tells the client. */
const beginAdvance = [ringworld.sequence.set(meta.position), loopAs(kind.advance)];

const storeAtReplicas = section("The replica set gets the entry", [
  ringworld.kind.set(kind.store),
  ringworld.code.set(code.none),
  fromThisSwitch(),
  multicast(meta.group),
]);

const onWrite = when(
  meta.known.equals(0),
  [storeAtReplicas],
  [
    when(
      meta.matches.equals(0).or(junkIsCommitted),
      [refuseWith(code.conflict)],
      [when(valueIsCommitted, beginAdvance, [storeAtReplicas])],
    ),
  ],
);

const onFill = when(isCommitted, beginAdvance, [
  ringworld.tag.set(0),
  ringworld.client.set(0),
  ringworld.length.set(0),
  storeAtReplicas,
]);

/** Only the acknowledgement that makes the majority, or of junk the last one of all, goes on. */
const onStored = when(
  meta.votes.notEquals(meta.votes_before).and(
    meta.junk
      .equals(1)
      .and(meta.junk_votes.equals(meta.members))
      .or(meta.junk.equals(0).and(meta.value_votes.equals(meta.majority))),
  ),
  beginAdvance,
  [drop()],
);

const onAdvance = when(
  meta.moved.equals(1).and(meta.known.equals(1)).and(isCommitted),
  [ringworld.sequence.set(ringworld.sequence.add(1)), loopAs(kind.advance)],
  [answerWith(kind.committed)],
);

/** A log server answers a contested fetch as one vote of several, not as the truth. */
const fetchEntry = [
  ringworld.kind.set(kind.fetch),
  ringworld.code.set(cast(meta.contested, bit(8))),
  fromThisSwitch(),
  when(ringworld.count.equals(readAll), [multicast(meta.group)], [readReplica.apply()]),
];

const onRead = when(isPast.or(meta.known.equals(1).and(isCommitted)), fetchEntry, [
  ringworld.sequence.set(meta.cursor),
  refuseWith(code.notCommitted),
]);

/** Replicates entries and counts acknowledgements (paper, section 3.2.2). */
export const replication = {
  findStripe,
  steps: [
    when(meta.operation.equals(status).or(meta.operation.equals(setLane)), [
      meta.lane.set(ringworld.count.slice(laneBits - 1, 0)),
    ]),
    commitCursorTable.apply(),
    placeInWindow,
    findSlot,
    slotOwnerTable.apply(),
    slotTagTable.apply(),
    when(meta.junk.equals(1), [meta.matches.set(1)]),
    slotContestedTable.apply(),
    slotVotesTable.apply(),
    valueVotesTable.apply(),
    junkVotesTable.apply(),
    when(meta.operation.equals(write), [onWrite]),
    when(meta.operation.equals(fill), [onFill]),
    when(meta.operation.equals(stored), [onStored]),
    when(meta.operation.equals(advance), [onAdvance]),
    when(meta.operation.equals(read), [onRead]),
    when(meta.operation.equals(past), [ringworld.sequence.set(meta.cursor), refuseWith(code.past)]),
    when(meta.operation.equals(passedFill), [answerWith(kind.committed)]),
    when(meta.operation.equals(busy), [ringworld.sequence.set(meta.cursor), refuseWith(code.busy)]),
    when(meta.operation.equals(otherView), [refuseWith(code.view)]),
    when(meta.operation.equals(confirm), [
      ringworld.kind.set(kind.witness),
      fromThisSwitch(),
      multicast(meta.group),
    ]),
    when(meta.operation.equals(toLeader), [
      hdr.ipv4.dst.set(meta.leader_ip),
      meta.operation.set(operation.route),
    ]),
  ],
  tables: { stripe, read_replica: readReplica },
  actions: { lead, to_leader: leaderElsewhere, fetch_from: fetchFrom },
} as const;
