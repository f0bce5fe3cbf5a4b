import { type LogPosition, showPosition } from "../../../ringworld/index.js";
import { describeHolders, holdersOf, isOnMajority, type ReplicaGroup } from "./replicas.js";
import type { Report, Rule } from "./violation.js";

/** An append that was acknowledged. */
export interface AcknowledgedAppend extends LogPosition {
  readonly name: string;
  readonly value: Uint8Array;
}

/** Looks at the disks: what the system claims to keep, a majority of the right log servers must hold durably. */
export class DurabilityCheck {
  readonly #groupsOf: (index: bigint) => readonly ReplicaGroup[];
  readonly #report: Report;
  readonly #cursors = new Map<string, number>();
  readonly #acknowledged: AcknowledgedAppend[] = [];
  #trimCalled = 0n;
  /** So many of them are known to be at all of their log servers. */
  #everywhere = 0;

  /** `groupsOf`: the groups of log servers of which one must keep an index; while the log moves, more than one may. */
  constructor(groupsOf: (index: bigint) => readonly ReplicaGroup[], report: Report) {
    this.#groupsOf = groupsOf;
    this.#report = report;
  }

  /** How many appends were acknowledged. */
  get acknowledged(): number {
    return this.#acknowledged.length;
  }

  /** How many of them stand behind another one at its index. */
  get packed(): number {
    return this.#acknowledged.filter(({ place }) => place > 0).length;
  }

  /** A client was told that its append is in the log. */
  appended(append: AcknowledgedAppend): void {
    this.#acknowledged.push(append);
    this.#checkHeld(append, "append-not-durable");
  }

  /**
   * A switch said where the commit cursor of a lane stands: every entry of the lane below it is committed. `indexAt`
   * is the index of the lane's entry q.
   */
  cursorSeen(lane: string, cursor: number, firstCursor: number, indexAt: (q: number) => bigint): void {
    const known = this.#cursors.get(lane);
    if (known !== undefined && cursor < known) {
      this.#report("cursor-back", `${lane}: from ${known} to ${cursor}`);
    }
    for (let q = Math.max(firstCursor, known ?? 0); q < cursor; q += 1)
      this.#checkCommitted(lane, indexAt(q));
    this.#cursors.set(lane, Math.max(cursor, known ?? 0));
  }

  /** Every index below this one may be gone: somebody wanted it trimmed. */
  get trimmedBelow(): bigint {
    return this.#trimCalled;
  }

  /** A client asks for everything below an index to be trimmed: from now on it may be gone. */
  trimCalled(bound: bigint): void {
    if (bound > this.#trimCalled) this.#trimCalled = bound;
  }

  /** Looks again for everything that was ever acknowledged, and that nobody wanted trimmed. */
  checkAll(): void {
    for (const append of this.#acknowledged) this.#checkHeld(append, "append-lost");
  }

  /** The first acknowledged append that not all of its log servers hold; what they hold, they keep. */
  missingSomewhere(): string | undefined {
    for (; this.#everywhere < this.#acknowledged.length; this.#everywhere += 1) {
      const append = this.#acknowledged[this.#everywhere];
      if (append === undefined) return undefined;
      const { name, index, value } = append;
      if (index < this.#trimCalled) continue;
      const groups = this.#groupsOf(index);
      if (groups.every((group) => holdersOf(group, append, value) < group.readers.length))
        return `${name} at index ${showPosition(append)}: ${describeGroups(groups, index)}`;
    }
    return undefined;
  }

  #checkHeld(append: AcknowledgedAppend, rule: Rule): void {
    const { name, index, value } = append;
    if (index < this.#trimCalled) return;
    const groups = this.#groupsOf(index);
    if (groups.some((group) => holdersOf(group, append, value) >= group.majority)) return;
    this.#report(rule, `${name} at index ${showPosition(append)}: ${describeGroups(groups, index)}`);
  }

  #checkCommitted(lane: string, index: bigint): void {
    const groups = this.#groupsOf(index);
    if (groups.some((group) => isOnMajority(group, index))) return;
    this.#report("cursor-hole", `${lane} passed index ${index}: ${describeGroups(groups, index)}`);
  }
}

function describeGroups(groups: readonly ReplicaGroup[], index: bigint): string {
  return groups.map((group) => describeHolders(group, index)).join("; or ");
}
