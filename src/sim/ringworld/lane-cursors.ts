import { type RingWorldHeader, ringworldKind } from "../../wire/index.js";
import type { DurabilityCheck } from "../check/index.js";
import type { FabricPlan } from "./controller-logic.js";

interface LaneCursor {
  readonly name: string;
  readonly switch: string;
  readonly lane: number;
  readonly stripe: number;
  readonly firstCursor: number;
  cursor: number;
}

/** The commit cursor of every lane, as the switches tell their controller. */
export class LaneCursors {
  readonly #view: number;
  readonly #stripeCount: number;
  readonly #durability: DurabilityCheck;
  readonly #lanes: readonly LaneCursor[];

  constructor(plan: FabricPlan, durability: DurabilityCheck) {
    this.#view = plan.view;
    this.#stripeCount = plan.stripeCount;
    this.#durability = durability;
    this.#lanes = plan.switches.flatMap(({ switch: name, lanes }) =>
      lanes.map((lane) => ({ ...lane, name: `${name} lane ${lane.lane}`, switch: name, cursor: 0 })),
    );
  }

  /** A switch has answered its controller; `request` says which lane the answer is about, `tag` is the cursor. */
  answered(switchName: string, header: RingWorldHeader): void {
    if (header.kind !== ringworldKind.statusReply || header.view !== this.#view) return;
    const lane = this.#lanes.find((each) => each.switch === switchName && each.lane === header.request);
    if (lane === undefined) return;
    lane.cursor = header.tag;
    const indexAt = (q: number) => BigInt(q * this.#stripeCount + lane.stripe);
    this.#durability.cursorSeen(lane.name, lane.cursor, lane.firstCursor, indexAt);
  }

  /** The lanes whose cursor still stands at or before `index`; none when all up to it is committed. */
  behind(index: bigint): readonly string[] {
    return this.#lanes
      .filter(({ cursor, stripe }) => BigInt(cursor * this.#stripeCount + stripe) <= index)
      .map(({ name, cursor }) => `${name} at ${cursor}`);
  }
}
