import {
  action,
  bit,
  cast,
  exact,
  int,
  literal,
  mux,
  noAction,
  register,
  registerAction,
  table,
} from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { byOperation } from "./by-operation.js";
import { meta } from "./meta.js";
import { operation } from "./operations.js";
import { laneBits, slotBits } from "./sizes.js";

const { ringworld } = hdr;
const { write, fill, stored, advance, read, status, setLane } = operation;
const slots = 1 << slotBits;
const one = literal(bit(1), 1);

const commitCursor = register("commit_cursor", bit(32), 1 << laneBits, {
  doc: "L of each lane: all positions below are committed.",
});
const readCursor = registerAction("read_cursor", commitCursor, (cell) => ({ output: cell }));
const moveCursor = registerAction("move_cursor", commitCursor, (cell) => {
  const isNext = cell.equals(ringworld.sequence);
  return { cell: mux(isNext, cell.add(1), cell), output: mux(isNext, one, 0) };
});
const setCursor = registerAction("set_cursor", commitCursor, (cell) => {
  const isAhead = cast(ringworld.sequence.subtract(cell), int(32)).greaterThan(0);
  return { cell: mux(isAhead, ringworld.sequence, cell), output: mux(isAhead, ringworld.sequence, cell) };
});
const askCursor = action("ask_cursor", {}, () => [
  readCursor.execute({ index: meta.lane, into: meta.cursor }),
]);
const advanceCursor = action("advance_cursor", {}, () => [
  moveCursor.execute({ index: meta.lane, into: meta.moved }),
]);
const resetCursor = action("reset_cursor", {}, () => [
  setCursor.execute({ index: meta.lane, into: meta.cursor }),
]);

/** L moves by one, over the position that the message names, and only in order. */
export const commitCursorTable = byOperation(
  "commit_cursor_access",
  "The commit cursor of a lane. It moves over committed positions, in order.",
  [askCursor, advanceCursor, resetCursor],
  [
    [write, askCursor()],
    [fill, askCursor()],
    [read, askCursor()],
    [status, askCursor()],
    [advance, advanceCursor()],
    [setLane, resetCursor()],
  ],
);

const slotOwner = register("slot_owner", bit(32), slots, {
  doc: "Which position holds the slot, plus one: 0 is a slot that was never used.",
});
const takeSlot = registerAction("take_slot", slotOwner, (cell) => ({
  cell: meta.owner,
  output: mux(cell.equals(meta.owner), one, 0),
}));
const checkSlot = registerAction("check_slot", slotOwner, (cell) => ({
  output: mux(cell.equals(meta.owner), one, 0),
}));
const claimSlot = action("claim_slot", {}, () => [takeSlot.execute({ index: meta.slot, into: meta.known })]);
const findSlot = action("find_slot", {}, () => [checkSlot.execute({ index: meta.slot, into: meta.known })]);

export const slotOwnerTable = byOperation(
  "slot_owner_access",
  "The position that owns a slot. A write or a fill takes it over.",
  [claimSlot, findSlot],
  [
    [write, claimSlot()],
    [fill, claimSlot()],
    [stored, findSlot()],
    [advance, findSlot()],
    [read, findSlot()],
  ],
);

const slotTag = register("slot_tag", bit(32), slots, { doc: "Which value the slot is for; 0 is junk." });
const writeTag = registerAction("write_tag", slotTag, () => ({ cell: ringworld.tag, output: one }));
const checkTag = registerAction("check_tag", slotTag, (cell) => ({
  output: mux(cell.equals(ringworld.tag), one, 0),
}));
const joinTag = registerAction("join_tag", slotTag, (cell) => {
  const isJunk = cell.equals(0);
  return {
    cell: mux(isJunk, ringworld.tag, cell),
    output: mux(isJunk.or(cell.equals(ringworld.tag)), one, 0),
  };
});
const keepTag = action("keep_tag", {}, () => [writeTag.execute({ index: meta.slot, into: meta.matches })]);
const compareTag = action("compare_tag", {}, () => [
  checkTag.execute({ index: meta.slot, into: meta.matches }),
]);

const joinSlot = action("join_slot", {}, () => [joinTag.execute({ index: meta.slot, into: meta.matches })]);

/**
 * The first value wins: a slot's tag is written when a value takes the slot, and only compared after that. Junk leaves
 * the slot open for the value that it competes with: the log servers decide between the two.
 */
export const slotTagTable = table("slot_tag_access", {
  key: { operation: exact(meta.operation), known: exact(meta.known) },
  actions: [keepTag, joinSlot, compareTag, noAction],
  constDefault: noAction(),
  entries: [
    { key: { operation: write, known: 0 }, action: keepTag() },
    { key: { operation: fill, known: 0 }, action: keepTag() },
    { key: { operation: write, known: 1 }, action: joinSlot() },
    { key: { operation: stored, known: 1 }, action: compareTag() },
  ],
  doc: "The value of a slot. The first one wins.",
});

const slotVotes = register("slot_votes", bit(16), slots, {
  doc: "Acknowledgements of a slot: the low half for its value, the high half for junk; one bit a replica.",
});
const clearVotes = registerAction("clear_votes", slotVotes, () => ({ cell: 0 }));
const addVote = registerAction("add_vote", slotVotes, (cell) => ({ cell: cell.or(meta.vote), output: cell }));
const readVotes = registerAction("read_votes", slotVotes, (cell) => ({ output: cell }));
const forgetVotes = action("forget_votes", {}, () => [clearVotes.execute({ index: meta.slot })]);
const countVote = action("count_vote", {}, () => [
  addVote.execute({ index: meta.slot, into: meta.votes_before }),
  meta.votes.set(meta.votes_before.or(meta.vote)),
]);
const askVotes = action("ask_votes", {}, () => [
  readVotes.execute({ index: meta.slot, into: meta.votes_before }),
  meta.votes.set(meta.votes_before),
]);

/** The status map (paper, section 3.2.2): who has acknowledged a position. */
export const slotVotesTable = table("slot_votes_access", {
  key: {
    operation: exact(meta.operation),
    known: exact(meta.known),
    counts: exact(meta.matches),
  },
  actions: [forgetVotes, countVote, askVotes, noAction],
  constDefault: noAction(),
  entries: [
    ...[write, fill].map((each) => ({
      key: { operation: each, known: 0, counts: 1 },
      action: forgetVotes(),
    })),
    ...[write, fill, read, advance].flatMap((each) =>
      [0, 1].map((counts) => ({ key: { operation: each, known: 1, counts }, action: askVotes() })),
    ),
    { key: { operation: stored, known: 1, counts: 1 }, action: countVote() },
  ],
  doc: "The status map: one bit for each replica that has acknowledged, for the value and for junk.",
});

const slotContested = register("slot_contested", bit(1), slots, {
  doc: "Whether junk was ever proposed for the slot: then one log server alone may hold what was not committed.",
});
const setContested = registerAction("set_contested", slotContested, () => ({ cell: 1 }));
const readContested = registerAction("read_contested", slotContested, (cell) => ({ output: cell }));
const contest = action("contest", {}, () => [setContested.execute({ index: meta.slot })]);
const askContested = action("ask_contested", {}, () => [
  readContested.execute({ index: meta.slot, into: meta.contested }),
]);

/** Never cleared: a slot that was contested once costs its later entries a majority read, and nothing else. */
export const slotContestedTable = byOperation(
  "slot_contested_access",
  "Whether a read of the slot must ask a majority.",
  [contest, askContested],
  [
    [fill, contest()],
    [read, askContested()],
  ],
);
