import { serialDistance } from "../../base/index.js";
import { viewDistance } from "../../ringworld/index.js";
import { type RingWorldHeader, ringworldKind } from "../../wire/index.js";
import type { DurabilityCheck } from "../check/index.js";
import type { SwitchPlan } from "./controller-logic.js";

interface LaneCursor {
  readonly name: string;
  readonly stripe: number;
  readonly firstCursor: number;
  cursor: number;
}

/** The commit cursor of every lane of every view, as the switches tell their controllers. */
export class LaneCursors {
  readonly #stripeCount: number;
  readonly #startPosition: bigint;
  readonly #durability: DurabilityCheck;
  /** View, then switch and lane. */
  readonly #views = new Map<number, Map<string, LaneCursor>>();

  /** `start`: the index where the world begins. */
  constructor(stripeCount: number, start: bigint, durability: DurabilityCheck) {
    this.#stripeCount = stripeCount;
    this.#startPosition = start / BigInt(stripeCount);
    this.#durability = durability;
  }

  /** How many views had switches. */
  get views(): number {
    return this.#views.size;
  }

  /** A switch leads these lanes in a view. */
  activated(view: number, { switch: name, lanes }: SwitchPlan): void {
    const known = this.#views.get(view) ?? new Map<string, LaneCursor>();
    this.#views.set(view, known);
    for (const { lane, stripe, firstCursor: register } of lanes) {
      const firstCursor = this.#wide(register);
      const label = `view ${view} ${name} lane ${lane}`;
      if (!known.has(`${name} ${lane}`)) {
        known.set(`${name} ${lane}`, { name: label, stripe, firstCursor, cursor: firstCursor });
      }
    }
  }

  /** A switch has answered a controller; `request` says which lane the answer is about, `tag` is the cursor. */
  answered(switchName: string, header: RingWorldHeader): void {
    if (header.kind !== ringworldKind.statusReply) return;
    const lane = this.#views.get(header.view)?.get(`${switchName} ${header.request}`);
    // Before the token comes, the register of a lane may not have been set yet.
    if (lane === undefined || header.sequence === 0) return;
    lane.cursor = this.#wide(header.tag);
    const indexAt = (q: number) => BigInt(q) * BigInt(this.#stripeCount) + BigInt(lane.stripe);
    this.#durability.cursorSeen(lane.name, lane.cursor, lane.firstCursor, indexAt);
  }

  /** The lanes of the newest view whose cursor still stands at or before `index`; none when all up to it is committed. */
  behind(index: bigint): readonly string[] {
    return [...(this.#views.get(this.#newest())?.values() ?? [])]
      .filter(({ cursor, stripe }) => BigInt(cursor) * BigInt(this.#stripeCount) + BigInt(stripe) <= index)
      .map(({ name, cursor }) => `${name} at ${cursor}`);
  }

  /** The position that a register of 32 bits means: the one nearest to where the world began. */
  #wide(register: number): number {
    const low = Number(BigInt.asUintN(32, this.#startPosition));
    return Number(this.#startPosition) + serialDistance(low, register);
  }

  #newest(): number {
    return [...this.#views.keys()].reduce(
      (newest, view) => (viewDistance(newest, view) > 0 ? view : newest),
      0,
    );
  }
}
