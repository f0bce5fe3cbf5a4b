import { exact, noAction, table, ternary } from "../../dsl/index.js";
import {
  acknowledgeDuplicate,
  answer,
  askMembers,
  beginAdvance,
  beginPending,
  discard,
  fetchFromAll,
  fetchFromOne,
  goOnAdvancing,
  loopBack,
  passAnswer,
  passToController,
  passToken,
  refuse,
  refuseFenced,
  refuseWithCursor,
  repeatRelease,
  resendToken,
  routeToLeader,
  showLane,
  showRegisters,
  storeAtReplicas,
  storeJunk,
} from "./answers.js";
import { isNewer } from "./by-operation.js";
import { meta } from "./meta.js";
import { code, kind, operation } from "./operations.js";
import { refusal } from "./senders.js";
import { epoch } from "./sequencer.js";
import { standing } from "./standing.js";
import { committed, quorum } from "./votes.js";

const { route, arrive, ticket, tooLarge, pending, releaseQuery } = operation;
const { token, tick, status, setLane, otherView, toLeader, confirm, toController, answered, trim } =
  operation;
const { fenced, serverFenced, fencedOff } = operation;
const { write, fill, stored, advance, read, readAll } = operation;
const { behind, beyond, atCursor } = standing;

const passing = [
  { key: { operation: route }, action: noAction() },
  { key: { operation: toController }, action: passToController() },
  { key: { operation: confirm }, action: askMembers({ kind: kind.witness }) },
  { key: { operation: trim }, action: askMembers({ kind: kind.forget }) },
  { key: { operation: answered, member: 1 }, action: passAnswer() },
  { key: { operation: answered }, action: refuse({ reason: refusal.notMember }) },
];

const fencing = [
  { key: { operation: fenced }, action: refuseFenced() },
  { key: { operation: serverFenced }, action: answer({ kind: kind.refused, code: code.serverFenced }) },
  { key: { operation: fencedOff }, action: refuse({ reason: refusal.fenced }) },
];

const sequencing = [
  { key: { operation: arrive }, action: beginPending() },
  { key: { operation: pending, epoch_state: epoch.open }, action: loopBack({ kind: kind.pending }) },
  { key: { operation: pending, epoch_state: epoch.closed }, action: loopBack({ kind: kind.write }) },
  { key: { operation: ticket }, action: answer({ kind: kind.grant, code: code.none }) },
  { key: { operation: tooLarge }, action: answer({ kind: kind.refused, code: code.tooLarge }) },
  { key: { operation: releaseQuery, epoch_state: epoch.closed }, action: repeatRelease() },
  {
    key: { operation: releaseQuery, epoch_state: epoch.forgotten },
    action: answer({ kind: kind.refused, code: code.epochPast }),
  },
  { key: { operation: token, newer: 1 }, action: passToken() },
  { key: { operation: token }, action: acknowledgeDuplicate() },
  { key: { operation: tick, own_token: 1, acknowledged: 0 }, action: resendToken() },
];

const conflict = answer({ kind: kind.refused, code: code.conflict });
const tellCommitted = answer({ kind: kind.committed, code: code.none });

const writing = [
  { key: { operation: write, standing: behind }, action: refuseWithCursor({ code: code.past }) },
  { key: { operation: fill, standing: behind }, action: tellCommitted },
  ...[write, fill].map((each) => ({
    key: { operation: each, standing: beyond },
    action: refuseWithCursor({ code: code.busy }),
  })),
  { key: { operation: write, known: 0 }, action: storeAtReplicas() },
  { key: { operation: write, junk_quorum: committed }, action: conflict },
  { key: { operation: write, junk: 0, matches: 0 }, action: conflict },
  { key: { operation: write, value_quorum: committed }, action: beginAdvance() },
  { key: { operation: write }, action: storeAtReplicas() },
  { key: { operation: fill, value_quorum: committed }, action: beginAdvance() },
  { key: { operation: fill, junk_quorum: committed }, action: beginAdvance() },
  { key: { operation: fill }, action: storeJunk() },
  { key: { operation: otherView }, action: answer({ kind: kind.refused, code: code.view }) },
  { key: { operation: toLeader }, action: routeToLeader() },
];

/** Only the acknowledgement that makes the majority, or of junk the last one of all, goes on. */
const acknowledging = [
  { key: { operation: stored, member: 0 }, action: refuse({ reason: refusal.notMember }) },
  { key: { operation: stored, fresh_votes: 0 }, action: discard() },
  { key: { operation: stored, junk: 0, value_quorum: quorum.exactly }, action: beginAdvance() },
  { key: { operation: stored, junk: 1, junk_quorum: quorum.exactly }, action: beginAdvance() },
  {
    key: { operation: advance, standing: atCursor, known: 1, value_quorum: committed },
    action: goOnAdvancing(),
  },
  {
    key: { operation: advance, standing: atCursor, known: 1, junk_quorum: committed },
    action: goOnAdvancing(),
  },
  { key: { operation: advance }, action: tellCommitted },
];

/** A read whose log server nobody knows is dropped. */
const fetchKnown = { served: 1 } as const;

/** What is behind the commit cursor of a lane that has begun is committed, and so is what a majority holds. */
const settled = [
  { standing: behind, own_token: 1 },
  { known: 1, value_quorum: committed },
  { known: 1, junk_quorum: committed },
];

const reading = [
  ...settled.flatMap((each) => [
    { key: { operation: read, ...each, ...fetchKnown }, action: fetchFromOne() },
    { key: { operation: read, ...each }, action: discard() },
    { key: { operation: readAll, ...each }, action: fetchFromAll() },
  ]),
  { key: { operation: read }, action: refuseWithCursor({ code: code.notCommitted }) },
  { key: { operation: readAll }, action: refuseWithCursor({ code: code.notCommitted }) },
];

const showing = [
  { key: { operation: status }, action: showRegisters() },
  { key: { operation: setLane }, action: showLane() },
];

/** Everything that the switch knows of a message by now decides, at once, what becomes of it. */
export const decide = table("decide", {
  key: {
    operation: exact(meta.operation),
    own_token: ternary(meta.own_token),
    acknowledged: ternary(meta.acknowledged),
    known: ternary(meta.known),
    matches: ternary(meta.matches),
    junk: ternary(meta.junk),
    value_quorum: ternary(meta.value_quorum),
    junk_quorum: ternary(meta.junk_quorum),
    fresh_votes: ternary(meta.fresh_votes),
    standing: ternary(meta.standing),
    epoch_state: ternary(meta.epoch_state),
    newer: ternary(isNewer),
    served: ternary(meta.served),
    member: ternary(meta.member),
  },
  actions: [
    answer,
    askMembers,
    refuseFenced,
    refuseWithCursor,
    repeatRelease,
    loopBack,
    beginPending,
    beginAdvance,
    goOnAdvancing,
    storeAtReplicas,
    storeJunk,
    fetchFromOne,
    fetchFromAll,
    routeToLeader,
    passToController,
    passAnswer,
    refuse,
    passToken,
    acknowledgeDuplicate,
    resendToken,
    showRegisters,
    showLane,
    discard,
    noAction,
  ],
  constDefault: discard(),
  entries: [...passing, ...fencing, ...sequencing, ...writing, ...acknowledging, ...reading, ...showing],
  doc: "What becomes of a message. The first row that holds decides; what no row names ends here.",
});
