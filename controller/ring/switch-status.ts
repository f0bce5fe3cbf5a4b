import { serialAdd, serialDistance } from "../../src/base/index.js";
import { indexOf, type RingWorldHeader } from "../../src/wire/index.js";
import type { SwitchPlan } from "../plan/plan.js";
import type { SwitchCounters, SwitchSnapshot, SwitchState } from "./snapshot.js";

/** The furthest that one message moves a commit cursor. */
const longestMove = 2 ** 31 - 1;

/** A cursor that is further ahead of its lane's first entry was never set. */
const nearby = 2 ** 30;

/** Whether a cursor can be moved there from 0 at once: cursors are compared by the sign of their difference. */
export function isWithinReach(cursor: number): boolean {
  return cursor <= longestMove;
}

/** What one switch has told of itself. */
export class SwitchStatus {
  readonly plan: SwitchPlan;
  #connected = false;
  #problem: string | undefined;
  #connection = 0n;
  #heardAtUs: number | undefined;
  #counters: SwitchCounters | undefined;
  readonly #cursors = new Map<number, number>();

  constructor(plan: SwitchPlan) {
    this.plan = plan;
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Counts the connections, from 1. */
  get connection(): bigint {
    return this.#connection;
  }

  /** When the switch last answered; absent until it has since it was connected. */
  get heardAtUs(): number | undefined {
    return this.#heardAtUs;
  }

  /** Absent until the switch has answered for the first time since it was connected. */
  get counters(): SwitchCounters | undefined {
    return this.#counters;
  }

  /** The switch can be written to, and may have lost everything since it was last there. */
  connect(): void {
    this.#connected = true;
    this.#problem = undefined;
    this.#connection += 1n;
    this.#counters = undefined;
    this.#heardAtUs = undefined;
    this.#cursors.clear();
  }

  disconnect(reason: string): void {
    this.#connected = false;
    this.#problem = reason;
  }

  /** Takes in a `statusReply`; the answer echoes the lane in `request`. What an older reply says changes nothing. */
  heard(reply: RingWorldHeader, nowUs: number): void {
    this.#heardAtUs = nowUs;
    const lane = reply.request;
    this.#cursors.set(lane, newer(this.#cursors.get(lane), reply.tag));
    const known = this.#counters?.tokenSequence;
    if (known !== undefined && serialDistance(known, reply.sequence) < 0) return;
    this.#counters = {
      epoch: reply.epoch,
      arrivals: reply.ticket,
      released: reply.count,
      lastIndex: indexOf(reply),
      tokenSequence: reply.sequence,
    };
  }

  /** The commit cursor of a lane, when the switch has told it. */
  cursorOf(lane: number): number | undefined {
    return this.#cursors.get(lane);
  }

  /**
   * The lanes whose commit cursor is known not to stand at their first entry yet, and where to move it. A register
   * starts at 0 and moves by less than 2^31 at a time.
   */
  get lanesToSet(): readonly { readonly lane: number; readonly cursor: number }[] {
    return this.plan.lanes.flatMap(({ lane, firstCursor }) => {
      const cursor = this.#cursors.get(lane);
      if (cursor === undefined || this.#hasBegun(firstCursor, cursor)) return [];
      const isWithinReach = serialDistance(cursor, firstCursor) > 0;
      return [{ lane, cursor: isWithinReach ? firstCursor : serialAdd(cursor, longestMove) }];
    });
  }

  /** Every lane's commit cursor is known and not before its first entry. */
  get lanesReady(): boolean {
    return this.plan.lanes.every(({ lane, firstCursor }) => {
      const cursor = this.#cursors.get(lane);
      return cursor !== undefined && this.#hasBegun(firstCursor, cursor);
    });
  }

  /** A token was here only if all lanes stood right; before that, a cursor far ahead is one that was not set yet. */
  #hasBegun(firstCursor: number, cursor: number): boolean {
    const ahead = serialDistance(firstCursor, cursor);
    const hasToken = (this.#counters?.tokenSequence ?? 0) !== 0;
    return hasToken || (ahead >= 0 && ahead < nearby);
  }

  state(nowUs: number, silenceUs: number): SwitchState {
    if (!this.#connected) return "unreachable";
    if (this.#heardAtUs === undefined || !this.lanesReady) return "starting";
    return nowUs - this.#heardAtUs > silenceUs ? "silent" : "ready";
  }

  snapshot(nowUs: number, silenceUs: number): SwitchSnapshot {
    const lanes = this.plan.lanes.map((lane) => {
      const commitCursor = this.#cursors.get(lane.lane);
      return { ...lane, ...(commitCursor === undefined ? {} : { commitCursor }) };
    });
    return {
      name: this.plan.switch,
      state: this.state(nowUs, silenceUs),
      lanes,
      ...(this.#counters === undefined ? {} : { counters: this.#counters }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }
}

function newer(known: number | undefined, reported: number): number {
  return known !== undefined && serialDistance(known, reported) < 0 ? known : reported;
}
