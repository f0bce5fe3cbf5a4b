import { serialDistance } from "../../src/base/index.js";
import { indexOf, type RingWorldHeader } from "../../src/wire/index.js";
import type { SwitchPlan } from "../plan/plan.js";
import type { SwitchCounters, SwitchSnapshot, SwitchState } from "./snapshot.js";

/** The code of a `setLane`, which its answer echoes: the lane's cursor has begun. */
export const laneBegun = 1;

/** What one switch has told of itself. */
export class SwitchStatus {
  readonly plan: SwitchPlan;
  #connected = false;
  #problem: string | undefined;
  #connection = 0n;
  #heardAtUs: number | undefined;
  #counters: SwitchCounters | undefined;
  readonly #begun = new Set<number>();
  /** The commit cursors of lanes that have begun. */
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
    this.#begun.clear();
    this.#cursors.clear();
  }

  disconnect(reason: string): void {
    this.#connected = false;
    this.#problem = reason;
  }

  /**
   * Takes in a `statusReply`; the answer echoes the lane in `request`. What an older reply says changes nothing. What a
   * register holds is a cursor once it has begun: when the switch says so, or has seen a token, for which all must stand
   * right.
   */
  heard(reply: RingWorldHeader, nowUs: number): void {
    this.#heardAtUs = nowUs;
    const { code, request: lane, tag: cursor } = reply;
    if (code === laneBegun) {
      this.#begun.add(lane);
      return;
    }
    this.#count(reply);
    if (this.#hasBegun(lane)) this.#cursors.set(lane, newer(this.#cursors.get(lane), cursor));
  }

  #count(reply: RingWorldHeader): void {
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

  #hasBegun(lane: number): boolean {
    return this.#begun.has(lane) || (this.#counters?.tokenSequence ?? 0) !== 0;
  }

  /** The commit cursor of a lane, when the switch has told it. */
  cursorOf(lane: number): number | undefined {
    return this.#cursors.get(lane);
  }

  /** The lanes whose commit cursor has not begun, and where it has to; none before the switch has told of its token. */
  get lanesToSet(): readonly { readonly lane: number; readonly cursor: number }[] {
    if (this.#counters === undefined) return [];
    return this.plan.lanes
      .filter(({ lane }) => !this.#hasBegun(lane))
      .map(({ lane, firstCursor }) => ({ lane, cursor: firstCursor }));
  }

  /** Every lane's commit cursor is known, and has begun. */
  get lanesReady(): boolean {
    return this.plan.lanes.every(({ lane }) => this.#cursors.has(lane));
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
