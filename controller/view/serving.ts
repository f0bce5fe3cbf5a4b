import type { ServerReport } from "../../src/ringworld/index.js";
import type { RingWorldHeader } from "../../src/wire/index.js";
import type { Fabric } from "../fabric/model.js";
import { planDigest } from "../plan/digest.js";
import { type ControlMessage, RingControl } from "../ring/ring-control.js";
import type { LayoutSnapshot } from "../ring/snapshot.js";
import { CatchUp } from "./catch-up.js";
import { Closing } from "./closing.js";
import type { Desks } from "./desks.js";
import { layoutOf, withLayout } from "./layout.js";
import { isMembershipOf, type Membership } from "./membership.js";
import { Move } from "./move.js";
import { planIfPossible } from "./plan-of-view.js";
import { RingWatch } from "./ring-watch.js";
import type { ViewTiming } from "./timing.js";
import type { Verified } from "./verified.js";
import type { ViewInForce } from "./view-in-force.js";
import { viewMark } from "./view-mark.js";
import type { ViewRecord } from "./view-record.js";

export interface ServingOptions {
  readonly inForce: ViewInForce;
  /** The fabric file. */
  readonly file: Fabric;
  readonly timing: ViewTiming;
  /** How many times longer than `timing` says failures are waited for. */
  readonly patience: number;
  readonly nowUs: number;
  readonly desks: Desks;
  readonly verified: Verified;
}

/** The view that this controller serves, and what it does for the log meanwhile. */
export class Serving {
  readonly ring: RingControl;
  readonly watch: RingWatch;
  readonly mark: bigint;
  readonly #inForce: ViewInForce;
  readonly #desks: Desks;
  readonly #verified: Verified;
  readonly #catchUp: CatchUp;
  readonly #closing: Closing | undefined;
  #wanted: Fabric;
  #move: Move;
  #isCurrent = true;

  constructor({ inForce, file, timing, patience, nowUs, desks, verified }: ServingOptions) {
    const { fabric, membership, plan, owner } = inForce;
    const { view, start } = plan;
    this.mark = viewMark(view, owner);
    this.#inForce = inForce;
    this.#desks = desks;
    this.#verified = verified;
    this.ring = new RingControl(plan, timing.pollUs);
    this.watch = new RingWatch(this.ring, timing, patience, nowUs);
    this.#catchUp = new CatchUp({
      fabric,
      view,
      start,
      members: membership.servers,
      questions: desks.copies,
      verified,
      roundUs: timing.catchUpUs,
    });
    this.#wanted = file;
    this.#move = this.#moveTo(file);
    desks.closings.clear();
    if (!inForce.isClosed) this.#closing = new Closing(inForce, desks.closings);
  }

  /** Goes on with another file. The switches of the view may hold something else than it says now. */
  changeFabric(file: Fabric): void {
    const { membership, plan } = this.#inForce;
    const { view, start } = plan;
    const fabric = withLayout(file, layoutOf(this.fabric));
    const planned = isMembershipOf(file, membership)
      ? planIfPossible(fabric, view, start, membership)
      : undefined;
    this.#isCurrent = planned !== undefined && planDigest(planned) === planDigest(plan);
    this.#wanted = file;
    this.#move = this.#moveTo(file);
  }

  /** Whether the switches of the view hold what the file says. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  #moveTo(wanted: Fabric): Move {
    const { fabric, membership, plan, owner } = this.#inForce;
    return new Move({
      fabric,
      wanted,
      owner,
      view: plan.view,
      start: plan.start,
      members: membership.servers,
      questions: this.#desks.moves,
      verified: this.#verified,
    });
  }

  get view(): number {
    return this.#inForce.plan.view;
  }

  get fabric(): Fabric {
    return this.#inForce.fabric;
  }

  get membership(): Membership {
    return this.#inForce.membership;
  }

  /** All indices up to this one are at every member that must keep them. */
  get replicatedIndex(): bigint {
    return this.#catchUp.replicatedIndex;
  }

  /** Whether all who hear of the view know that it is in force: nobody else needs to be asked. */
  get isClosed(): boolean {
    return this.#closing?.isDone ?? true;
  }

  /** What the records of this view say, once everybody knows that it is in force. */
  get closed(): { readonly view: number; readonly record: ViewRecord | undefined } | undefined {
    const { membership, plan, fabric } = this.#inForce;
    if (!this.isClosed) return undefined;
    const record = { membership, layout: layoutOf(fabric), former: [], plan: planDigest(plan) };
    return { view: plan.view, record };
  }

  /** Whether those who are to keep stripes can only take them in another view. */
  get isMoveOver(): boolean {
    return this.#move.isOver;
  }

  /** Whether a new view may bring the wanted layout into force. */
  isReadyToMove(indices: bigint): boolean {
    return this.isClosed && this.#move.isReady(indices);
  }

  /** Time has passed: copies what log servers lack. */
  copy(nowUs: number, trimmed: bigint, reports: ReadonlyMap<string, ServerReport>, answers: Answers): void {
    const committed = this.ring.committedIndex;
    this.#catchUp.tick(nowUs, committed, trimmed);
    this.#move.tick({ committed, trimmed, reports, answers });
  }

  /** What is to be said to log servers. */
  due(nowUs: number): readonly ControlMessage[] {
    return Object.values(this.#desks).flatMap((each) => each.due(nowUs));
  }

  /** An answer of a log server. */
  answered(header: RingWorldHeader, payload: Uint8Array): void {
    for (const each of Object.values(this.#desks)) each.step(header, payload);
  }

  /** How the log is laid out, and how far a change of that has come. */
  get layout(): LayoutSnapshot {
    return {
      inForce: layoutOf(this.fabric),
      wanted: layoutOf(this.#wanted),
      copiedIndex: this.#move.isNeeded ? this.#move.copiedIndex : this.ring.committedIndex,
      isSettled: this.#isCurrent && this.isClosed && !this.#move.isNeeded,
    };
  }
}

type Answers = (server: string) => boolean;
