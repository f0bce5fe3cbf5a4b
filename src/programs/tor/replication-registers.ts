import {
  action,
  bit,
  exact,
  literal,
  mux,
  noAction,
  register,
  registerAction,
  struct,
  table,
  ternary,
} from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { byOperation } from "./by-operation.js";
import { meta } from "./meta.js";
import { operation } from "./operations.js";
import type { TorSizes } from "./sizes.js";
import { standing, windowDistances } from "./standing.js";

const { ringworld } = hdr;
const { write, fill, stored, advance, read, readAll, status, setLane } = operation;
const one = literal(bit(1), 1);
const insideWindow = { standing: standing.inside } as const;

/** The number of a lane. */
const laneOf = ({ laneBits }: TorSizes) => meta.lane.slice(laneBits - 1, 0);

/** How many slots there are, and the number of one: its lane and its place in the lane's window. */
const slotCount = ({ laneBits, windowBits }: TorSizes) => 1 << (laneBits + windowBits);
const slotOf = (sizes: TorSizes) => laneOf(sizes).concat(meta.target.slice(sizes.windowBits - 1, 0));

/** L moves by one, over the position that the message names, and only in order. */
export function commitCursorTable(sizes: TorSizes) {
  const lane = laneOf(sizes);
  const cursorCell = struct("commit_cursor_t", { position: bit(32), view: bit(32) });
  const commitCursor = register("commit_cursor", cursorCell, 1 << sizes.laneBits, {
    doc: "L of each lane: all positions below are committed. It has begun in the view that stands beside it.",
  });
  const readCursor = registerAction("read_cursor", commitCursor, (cell) => ({ output: cell.position }));
  const moveCursor = registerAction("move_cursor", commitCursor, (cell) => ({
    cell: {
      position: mux(cell.position.equals(ringworld.sequence), cell.position.add(1), cell.position),
      view: cell.view,
    },
    output: cell.position,
  }));
  const setCursor = registerAction("set_cursor", commitCursor, (cell) => {
    const hasBegun = cell.view.equals(meta.view);
    return { cell: { position: mux(hasBegun, cell.position, ringworld.sequence), view: meta.view } };
  });
  const askCursor = action("ask_cursor", {}, () => [readCursor.execute({ index: lane, into: meta.cursor })]);
  const advanceCursor = action("advance_cursor", {}, () => [
    moveCursor.execute({ index: lane, into: meta.cursor }),
  ]);
  const resetCursor = action("reset_cursor", {}, () => [setCursor.execute({ index: lane })]);
  return byOperation(
    "commit_cursor_access",
    "The commit cursor of a lane. It moves over committed positions, in order.",
    [askCursor, advanceCursor, resetCursor],
    [
      [write, askCursor()],
      [fill, askCursor()],
      [read, askCursor()],
      [readAll, askCursor()],
      [status, askCursor()],
      [advance, advanceCursor()],
      [setLane, resetCursor()],
    ],
  );
}

export function slotOwnerTable(sizes: TorSizes) {
  const slot = slotOf(sizes);
  const slotOwner = register(
    "slot_owner",
    struct("slot_owner_t", { position: bit(32), view: bit(32) }),
    slotCount(sizes),
    {
      doc: "Which position holds the slot, plus one, and in which view: what an older view left there counts for nothing.",
    },
  );
  const takeSlot = registerAction("take_slot", slotOwner, (cell) => ({
    cell: { position: meta.owner, view: meta.view },
    output: mux(cell.position.equals(meta.owner).and(cell.view.equals(meta.view)), one, 0),
  }));
  const checkSlot = registerAction("check_slot", slotOwner, (cell) => ({
    output: mux(cell.position.equals(meta.owner).and(cell.view.equals(meta.view)), one, 0),
  }));
  const claimSlot = action("claim_slot", {}, () => [takeSlot.execute({ index: slot, into: meta.known })]);
  const findSlot = action("find_slot", {}, () => [checkSlot.execute({ index: slot, into: meta.known })]);
  return table("slot_owner_access", {
    key: { operation: exact(meta.operation), distance: ternary(meta.distance) },
    actions: [claimSlot, findSlot, noAction],
    constDefault: noAction(),
    entries: [
      ...[write, fill].map((each) => ({
        key: { operation: each, distance: windowDistances(sizes) },
        action: claimSlot(),
      })),
      ...[stored, advance, read, readAll].map((each) => ({ key: { operation: each }, action: findSlot() })),
    ],
    doc: "The position that owns a slot. A write or a fill of the window takes it over.",
  });
}

/**
 * The first value wins: a slot's tag is written when a value takes the slot, and only compared after that. Junk leaves
 * the slot open for the value that it competes with: the log servers decide between the two.
 */
export function slotTagTable(sizes: TorSizes) {
  const slot = slotOf(sizes);
  const slotTag = register("slot_tag", bit(32), slotCount(sizes), {
    doc: "Which value the slot is for; 0 is junk.",
  });
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
  const keepTag = action("keep_tag", {}, () => [writeTag.execute({ index: slot, into: meta.matches })]);
  const compareTag = action("compare_tag", {}, () => [checkTag.execute({ index: slot, into: meta.matches })]);

  const joinSlot = action("join_slot", {}, () => [joinTag.execute({ index: slot, into: meta.matches })]);
  return table("slot_tag_access", {
    key: { operation: exact(meta.operation), known: exact(meta.known), standing: ternary(meta.standing) },
    actions: [keepTag, joinSlot, compareTag, noAction],
    constDefault: noAction(),
    entries: [
      ...[write, fill].map((each) => ({
        key: { operation: each, known: 0, ...insideWindow },
        action: keepTag(),
      })),
      { key: { operation: write, known: 1, ...insideWindow }, action: joinSlot() },
      { key: { operation: stored, known: 1 }, action: compareTag() },
    ],
    doc: "The value of a slot. The first one wins.",
  });
}

/** The status map (paper, section 3.2.2): who has acknowledged a position. */
export function slotVotesTable(sizes: TorSizes) {
  const slot = slotOf(sizes);
  const slotVotes = register("slot_votes", bit(16), slotCount(sizes), {
    doc: "Acknowledgements of a slot: the low half for its value, the high half for junk; one bit a replica.",
  });
  const clearVotes = registerAction("clear_votes", slotVotes, () => ({ cell: 0 }));
  const addVote = registerAction("add_vote", slotVotes, (cell) => ({
    cell: cell.or(meta.vote),
    output: cell,
  }));
  const readVotes = registerAction("read_votes", slotVotes, (cell) => ({ output: cell }));
  const forgetVotes = action("forget_votes", {}, () => [clearVotes.execute({ index: slot })]);
  const countVote = action("count_vote", {}, () => [addVote.execute({ index: slot, into: meta.votes })]);
  const askVotes = action("ask_votes", {}, () => [readVotes.execute({ index: slot, into: meta.votes })]);
  return table("slot_votes_access", {
    key: {
      operation: exact(meta.operation),
      known: exact(meta.known),
      standing: ternary(meta.standing),
      matches: ternary(meta.matches),
      junk: ternary(meta.junk),
    },
    actions: [forgetVotes, countVote, askVotes, noAction],
    constDefault: noAction(),
    entries: [
      ...[write, fill].map((each) => ({
        key: { operation: each, known: 0, ...insideWindow },
        action: forgetVotes(),
      })),
      ...[write, fill, read, readAll, advance].map((each) => ({
        key: { operation: each, known: 1 },
        action: askVotes(),
      })),
      ...[{ matches: 1 }, { junk: 1 }].map((counts) => ({
        key: { operation: stored, known: 1, ...counts },
        action: countVote(),
      })),
    ],
    doc: "The status map: one bit for each replica that has acknowledged, for the value and for junk.",
  });
}

/** Never cleared: a slot that was contested once costs its later entries a majority read, and nothing else. */
export function slotContestedTable(sizes: TorSizes) {
  const slot = slotOf(sizes);
  const slotContested = register("slot_contested", bit(1), slotCount(sizes), {
    doc: "Whether junk was ever proposed for the slot: then one log server alone may hold what was not committed.",
  });
  const setContested = registerAction("set_contested", slotContested, () => ({ cell: 1 }));
  const readContested = registerAction("read_contested", slotContested, (cell) => ({ output: cell }));
  const contest = action("contest", {}, () => [setContested.execute({ index: slot })]);
  const askContested = action("ask_contested", {}, () => [
    readContested.execute({ index: slot, into: meta.contested }),
  ]);
  return byOperation(
    "slot_contested_access",
    "Whether a read of the slot must ask a majority.",
    [contest, askContested],
    [[fill, contest()], ...[read, readAll].map((each) => [each, askContested()] as const)],
  );
}
