import { action, bit, drop, multicast, packet, section, sendTo, table, when } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { answerWith, fromThisSwitch, loopAs, refuseWith } from "./answers.js";
import { addToIndex } from "./index-arithmetic.js";
import { meta } from "./meta.js";
import { code, kind, operation } from "./operations.js";
import {
  acknowledgedTable,
  arrivalsTable,
  epochBaseHighTable,
  epochBaseLowTable,
  epochFirstTable,
  epochTable,
  releasedTable,
  sentHighTable,
  sentLowTable,
  tokenSequenceTable,
  tokenViewTable,
} from "./sequencer-registers.js";
import { epochBits, ticketsBits, tokenGroup } from "./sizes.js";

const { ringworld } = hdr;
const { arrive, ticket, pending, token, tick, releaseQuery, duplicateToken } = operation;

const setSuccessor = action("set_successor", { port: bit(9) }, ({ port }) => [sendTo(port)]);
const ringSuccessor = table("ring_successor", {
  key: {},
  actions: [setSuccessor],
  size: 1,
  doc: "Where a token goes that a tick sends.",
});

/** The epoch's slot: of the epoch that the token closes, or of the one that a request belongs to. */
const findEpochSlot = when(
  meta.operation.equals(token),
  [meta.epoch_slot.set(meta.epoch.slice(epochBits - 1, 0))],
  [
    meta.epoch_slot.set(ringworld.epoch.slice(epochBits - 1, 0)),
    meta.epoch_age.set(meta.epoch.subtract(ringworld.epoch)),
  ],
);

const isOpen = meta.epoch_age.equals(0);
const isForgotten = meta.epoch_age.slice(31, epochBits).notEquals(0);

/** No host may carry the arrivals away: a batch of tickets stays far below half of their range. */
const asksForTooMany = ringworld.count.slice(31, ticketsBits).notEquals(0);

/** A request that waits: its ticket becomes an index as soon as its epoch is closed. */
const assignIndex = section("A pending append gets its index once its epoch is closed", [
  ringworld.index_lo.set(meta.base_lo),
  ringworld.index_hi.set(meta.base_hi),
  meta.addend.set(ringworld.ticket.subtract(meta.first).add(1)),
  addToIndex(),
  loopAs(kind.write),
]);

/** The token ⟨h⟩ leaves as ⟨h + r⟩; its copies acknowledge it and release the tickets (see egress). */
const passToken = section("The token takes the batch with it", [
  ringworld.epoch.set(meta.epoch),
  ringworld.ticket.set(meta.released),
  ringworld.count.set(meta.addend),
  addToIndex(),
  ringworld.sequence.set(ringworld.sequence.add(1)),
]);

/** A tick sends the token again until the successor has acknowledged it. */
const resendToken = section("A tick sends a token again that was not acknowledged", [
  when(
    meta.token_view.equals(meta.view).and(meta.acknowledged.notEquals(meta.token_sequence.add(1))),
    [
      ringworld.kind.set(kind.token),
      fromThisSwitch(),
      ringworld.count.set(0),
      ringworld.sequence.set(meta.token_sequence.add(1)),
      ringSuccessor.apply(),
    ],
    [drop()],
  ),
]);

const acknowledgeDuplicate = section("A duplicate is acknowledged and goes no further", [
  ringworld.kind.set(kind.tokenAck),
  sendTo(packet.ingressPort),
]);

const giveTickets = section("Tickets for a host", [
  ringworld.epoch.set(meta.epoch),
  ringworld.ticket.set(meta.arrivals),
  answerWith(kind.grant),
]);

const beginPending = section("An append waits here until the token comes", [
  ringworld.epoch.set(meta.epoch),
  ringworld.ticket.set(meta.arrivals),
  ringworld.view.set(meta.view),
  loopAs(kind.pending),
]);

/** A repeated release does not know how many tickets its epoch had: all that were granted in it. */
const allTickets = 0x7fff_ffff;

const repeatRelease = section("A release for a host that lost it", [
  ringworld.count.set(allTickets),
  ringworld.ticket.set(meta.first),
  ringworld.index_lo.set(meta.base_lo),
  ringworld.index_hi.set(meta.base_hi),
  answerWith(kind.release),
]);

/** Accepts tokens, counts arrivals, closes epochs (paper, section 3.2.1). */
export const sequencer = {
  steps: [
    when(meta.operation.equals(arrive), [ringworld.count.set(1)]),
    when(meta.operation.equals(ticket).and(asksForTooMany), [refuseWith(code.tooLarge)]),
    tokenSequenceTable.apply(),
    when(meta.operation.equals(token).and(meta.newer.equals(0)), [meta.operation.set(duplicateToken)]),
    tokenViewTable.apply(),
    acknowledgedTable.apply(),
    epochTable.apply(),
    arrivalsTable.apply(),
    releasedTable.apply(),
    findEpochSlot,
    epochFirstTable.apply(),
    epochBaseLowTable.apply(),
    epochBaseHighTable.apply(),
    when(meta.operation.equals(token), [meta.addend.set(meta.arrivals.subtract(meta.released)), passToken]),
    sentLowTable.apply(),
    sentHighTable.apply(),
    when(meta.operation.equals(token), [multicast(tokenGroup)]),
    when(meta.operation.equals(duplicateToken), [acknowledgeDuplicate]),
    when(meta.operation.equals(tick), [resendToken]),
    when(meta.operation.equals(ticket), [giveTickets]),
    when(meta.operation.equals(arrive), [beginPending]),
    when(meta.operation.equals(pending), [
      when(isOpen, [loopAs(kind.pending)], [when(isForgotten, [drop()], [assignIndex])]),
    ]),
    when(meta.operation.equals(releaseQuery), [
      when(isOpen, [drop()], [when(isForgotten, [refuseWith(code.epochPast)], [repeatRelease])]),
    ]),
  ],
  tables: { ring_successor: ringSuccessor },
  actions: { set_successor: setSuccessor },
} as const;
