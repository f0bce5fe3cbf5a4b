import type { Entity } from "p4runtime-js-grpc/values";
import type { CodedError } from "../../src/base/index.js";
import { decodeServerReport, encodeIndices } from "../../src/ringworld/index.js";
import { indexFields, type RingWorldHeader, ringworldCode } from "../../src/wire/index.js";
import type { Fabric } from "../fabric/model.js";
import { planDigest } from "../plan/digest.js";
import { type FabricPlan, planPreparation, type SwitchPlan } from "../plan/plan.js";
import { majorityOf } from "../plan/replication.js";
import type { ControlMessage } from "../ring/ring-control.js";
import { Collection, type KnownCursor, type Undecided } from "./collection.js";
import { distinctSets, keepersOf, layoutOf, logServersOf, withLayout } from "./layout.js";
import { hasMajorities, type Membership, reachableServers, type ServerSet } from "./membership.js";
import { entriesLeft, movedFrom, trimmedBy } from "./moved.js";
import { planIfPossible } from "./plan-of-view.js";
import type { Questions } from "./questions.js";
import { Restoration, type Rewrite } from "./restoration.js";
import { Sealing } from "./sealing.js";
import type { ViewTiming } from "./timing.js";
import type { Verified } from "./verified.js";
import { viewMark } from "./view-mark.js";
import { encodeViewRecord } from "./view-record.js";

/** What a controller core wants done. */
export type ViewEffect =
  | ({ readonly kind: "send" } & ControlMessage)
  /** Load the program anew, with all registers 0, and write this; then `prepared`. */
  | {
      readonly kind: "prepare";
      readonly switch: string;
      readonly view: number;
      /** Goes into the cookie. */
      readonly mark: bigint;
      readonly entities: readonly Entity[];
    }
  /** Make the switch hold what the plan says; then `activated`. */
  | { readonly kind: "activate"; readonly mark: bigint; readonly plan: SwitchPlan };

/** A view that moves the log copies at most so many entries while nobody can append. */
const entriesLeftMax = 4096n;

/** Loading a program takes longer than an answer: so many times the grace of a log server. */
const loadGraces = 10;

/** How far a view change has come. */
export type ViewStep =
  | "preparing"
  | "collecting"
  | "restoring"
  | "installing"
  | "activating"
  | "done"
  | "failed";

export interface ViewChangeOptions {
  readonly fabric: Fabric;
  /** Whether the layout that the fabric wants may come into force: those who are to keep stripes are nearly ready. */
  readonly moves: boolean;
  readonly verified: Verified;
  readonly view: number;
  /** This life of the controller. */
  readonly owner: bigint;
  /** The switches that can be written to. */
  readonly switches: readonly string[];
  /** Log servers that may be of the view. */
  readonly admits: (server: string) => boolean;
  /** Log servers that were heard of lately: worth waiting for. */
  readonly expected: (server: string) => boolean;
  readonly cursor: KnownCursor;
  /** That of all attempts of this life, and nobody else's: an answer to an earlier one must not be taken for one to this. */
  readonly questions: Questions;
  /** How long to wait for log servers that are expected, once there are majorities. */
  readonly graceUs: number;
  readonly timing: ViewTiming;
  readonly nowUs: number;
}

/**
 * One attempt to begin a view: the steps of docs/PROTOCOL.md from Prepare to Activate. A pure core. It either gets to
 * `done`, or fails and is thrown away: whatever it left behind, the next attempt can begin on.
 */
export class ViewChange {
  readonly view: number;
  readonly #options: ViewChangeOptions;
  readonly #questions: Questions;
  readonly #prepared = new Set<string>();
  readonly #activated = new Set<string>();
  readonly #sealing: Sealing;
  /** Log servers that know how far the log is trimmed. */
  readonly #told = new Set<string>();
  readonly #installed = new Set<string>();
  readonly #alive: Set<string>;
  #step: ViewStep = "preparing";
  #sinceUs: number;
  /** Whether a switch was prepared since the last tick: as long as there are more, nobody is late. */
  #isLoading = false;
  #majoritySinceUs: number | undefined;
  #collection: Collection | undefined;
  #restoration: Restoration | undefined;
  #start = 0n;
  /** The fabric with the layout of the new view. */
  #target: Fabric;
  #quorums: readonly ServerSet[] = [];
  #membership: Membership = { switches: [], servers: [] };
  #plan: FabricPlan | undefined;
  /** The newest promise that stood in the way. */
  #supersededBy = 0;
  #problem: CodedError | undefined;
  #effects: ViewEffect[] = [];

  constructor(options: ViewChangeOptions) {
    const { fabric, view, owner, switches, nowUs, questions } = options;
    this.#options = options;
    this.#sealing = new Sealing(fabric);
    this.#target = fabric;
    this.view = view;
    this.#sinceUs = nowUs;
    this.#alive = new Set(switches);
    this.#questions = questions;
    questions.clear();
    for (const name of switches) {
      const entities = planPreparation(fabric, name, switches);
      this.#effects.push({ kind: "prepare", switch: name, view, mark: viewMark(view, owner), entities });
    }
  }

  /** What the cookies of its switches say. */
  get mark(): bigint {
    return viewMark(this.view, this.#options.owner);
  }

  get step(): ViewStep {
    return this.#step;
  }

  /** The plan of the view, once it is done. */
  get plan(): FabricPlan | undefined {
    return this.#step === "done" ? this.#plan : undefined;
  }

  /** The fabric with the layout of the view, once it is done. */
  get fabric(): Fabric {
    return this.#target;
  }

  /** Whether the wanted layout is that of the view, once it is done; undefined when it was not to be. */
  get isMoved(): boolean | undefined {
    return this.#options.moves ? this.#target === this.#options.fabric : undefined;
  }

  /** Whether everybody knows from its records that the view is in force. */
  get isClosed(): boolean {
    return this.#former.length === 0;
  }

  /** Sets beside those of the layout that have to bear the view. */
  get #former(): readonly ServerSet[] {
    const own = new Set(layoutOf(this.#target).map((servers) => servers.join()));
    return this.#quorums.filter((servers) => !own.has(servers.toSorted().join()));
  }

  get membership(): Membership {
    return this.#membership;
  }

  /** A promise that a log server gave to a newer view, or to another owner of this one; 0 for none. */
  get supersededBy(): number {
    return this.#supersededBy;
  }

  /** Why no attempt with this fabric can come to an end. */
  get problem(): CodedError | undefined {
    return this.#problem;
  }

  /** What there is to do; the caller sends messages at once and tells of the rest when it is done. */
  takeEffects(nowUs: number): readonly ViewEffect[] {
    const sends = this.#questions.due(nowUs).map((message) => ({ kind: "send", ...message }) as const);
    const effects = [...this.#effects, ...sends];
    this.#effects = [];
    return effects;
  }

  /** A switch is loaded anew: its log servers can be asked now. */
  prepared(name: string): void {
    if (this.#step !== "preparing" || !this.#alive.has(name)) return;
    this.#prepared.add(name);
    this.#isLoading = true;
    const { fabric, view, owner, admits } = this.#options;
    for (const server of reachableServers(fabric, [name], admits)) {
      this.#questions.ask(server, "seal", { view, client: owner }, (header, payload) =>
        this.#sealed(server, header, payload),
      );
    }
  }

  /** A switch holds the plan of the view. */
  activated(name: string): void {
    this.#activated.add(name);
  }

  /** A switch cannot be written to any more. One that has not come into the view yet is left out. */
  lost(name: string): void {
    if (!this.#alive.delete(name)) return;
    this.#prepared.delete(name);
    if (this.#step !== "preparing") this.#step = "failed";
  }

  /** An answer of a log server. */
  answered(header: RingWorldHeader, payload: Uint8Array): void {
    this.#questions.step(header, payload);
  }

  /** Goes on to the next step when this one is done. */
  tick(nowUs: number): void {
    if (this.#isLoading) this.#sinceUs = nowUs;
    this.#isLoading = false;
    if (nowUs - this.#sinceUs > this.#options.timing.attemptUs + this.#options.graceUs) this.#step = "failed";
    if (this.#step === "preparing" && this.#hasPrepared(nowUs)) this.#collect();
    if (this.#step === "collecting" && this.#questions.open === 0) this.#restore();
    if (this.#step === "restoring" && this.#isRestored) this.#install();
    if (this.#step === "installing" && hasMajorities(this.#quorums, [...this.#installed])) this.#activate();
    if (
      this.#step === "activating" &&
      this.#plan?.switches.every((each) => this.#activated.has(each.switch))
    ) {
      this.#step = "done";
    }
  }

  #sealed(server: string, header: RingWorldHeader, payload: Uint8Array): void {
    const report = decodeServerReport(payload);
    if (this.#isRefused(header) || report === undefined) return;
    if (this.#step === "preparing") this.#sealing.take(server, report);
  }

  #isRefused({ code, view }: RingWorldHeader): boolean {
    if (code !== ringworldCode.view) return false;
    this.#fail(view);
    return true;
  }

  #fail(promisedView: number): void {
    this.#supersededBy = promisedView;
    this.#step = "failed";
  }

  /** Majorities are a must; those who are expected get a little more time. */
  #hasPrepared(nowUs: number): boolean {
    const { fabric, graceUs, expected } = this.#options;
    if (!this.#sealing.isEnough) return false;
    this.#majoritySinceUs ??= nowUs;
    // A switch that was loaded last has just begun to pass on what its log servers are asked.
    const waitedUs = nowUs - Math.max(this.#majoritySinceUs, this.#sinceUs);
    const missing = reachableServers(fabric, [...this.#alive], expected).filter(
      (name) => !this.#sealing.reports.has(name),
    );
    if (missing.length > 0 && waitedUs < graceUs) return false;
    return this.#prepared.size === this.#alive.size || waitedUs >= loadGraces * graceUs;
  }

  #collect(): void {
    const { reports, ancestor, problem } = this.#sealing;
    this.#problem = problem;
    this.#step = problem === undefined ? "collecting" : "failed";
    if (problem !== undefined) return;
    this.#questions.clear();
    const { fabric: file, view, cursor } = this.#options;
    const fabric = ancestor?.record === undefined ? file : withLayout(file, ancestor.record.layout);
    const moved = this.#chooseTarget(fabric);
    this.#quorums = distinctSets([...layoutOf(this.#target), ...(ancestor?.quorums ?? [logServersOf(file)])]);
    const { view: older, start } = ancestor ?? { view: 0, start: 0n };
    this.#collection = new Collection({
      fabric,
      target: this.#target,
      moved,
      view,
      predecessor: { view: older, start },
      questions: this.#questions,
      reports,
      cursor,
      failed: (promisedView) => this.#fail(promisedView),
    });
    this.#collection.begin();
  }

  /** Takes the wanted layout when little is left to copy, or else that in force; from where on stripes are copied. */
  #chooseTarget(inForce: Fabric): ReadonlyMap<number, bigint> {
    const { fabric, moves, verified } = this.#options;
    const { reports } = this.#sealing;
    const stays = new Map<number, bigint>();
    this.#target = inForce;
    if (!moves || !hasMajorities(layoutOf(fabric), [...reports.keys()])) return stays;
    const moved = movedFrom(inForce, fabric, reports, verified);
    const ends = [...reports.values()].map((report) => report.largest);
    const largest = ends.reduce((most, each) => (each > most ? each : most), 0n);
    if (entriesLeft(moved, fabric.stripes.length, largest) > entriesLeftMax) return stays;
    this.#target = fabric;
    return moved;
  }

  #restore(): void {
    if (this.#collection === undefined) return;
    this.#step = "restoring";
    this.#start = this.#collection.start;
    const fail = (promisedView: number) => this.#fail(promisedView);
    this.#restoration = new Restoration(this.view, this.#questions, fail);
    this.#restoration.begin(this.#collection.undecided(this.#start).map((each) => this.#rewrite(each)));
    const trimmed = trimmedBy(this.#sealing.reports.values());
    for (const [server, report] of this.#sealing.reports) {
      if (report.trimmed >= trimmed) this.#told.add(server);
      else this.#tell(server, trimmed);
    }
  }

  /** What is undecided goes to a majority of its replica set. */
  #rewrite({ index, set, decision }: Undecided): Rewrite {
    const to = set.servers.filter((name) => this.#sealing.reports.has(name));
    return { index, decision, to, needed: majorityOf(set) };
  }

  /** Tells a log server how far the log is trimmed, until it says that it knows: what is trimmed is not copied to it. */
  #tell(server: string, trimmed: bigint): void {
    const fields = indexFields(trimmed - 1n);
    this.#questions.ask(
      server,
      "survey",
      fields,
      (_header, payload) => {
        if ((decodeServerReport(payload)?.trimmed ?? 0n) >= trimmed) this.#told.add(server);
        else this.#tell(server, trimmed);
      },
      encodeIndices([trimmed]),
    );
  }

  /** Whether majorities of all sets hold what is decided, and know what is given up. */
  get #isRestored(): boolean {
    const isWritten = this.#restoration?.isDone === true;
    return isWritten && hasMajorities(layoutOf(this.#target), [...this.#told]);
  }

  #install(): void {
    this.#step = "installing";
    this.#questions.clear();
    const { fabric, view, owner } = this.#options;
    const switches = fabric.switches.map(({ name }) => name).filter((name) => this.#prepared.has(name));
    const sealed = reachableServers(fabric, switches, (name) => this.#sealing.reports.has(name));
    const keepers = keepersOf(this.#target);
    this.#membership = { switches, servers: sealed.filter((name) => keepers.has(name)) };
    this.#plan = planIfPossible(this.#target, view, this.#start, this.#membership);
    if (this.#plan === undefined) {
      this.#step = "failed";
      return;
    }
    const fields = { ...indexFields(this.#start), view, client: owner };
    const record = encodeViewRecord({
      membership: this.#membership,
      layout: layoutOf(this.#target),
      former: this.#former,
      plan: planDigest(this.#plan),
    });
    for (const server of sealed) {
      const answered = (header: RingWorldHeader) => {
        if (!this.#isRefused(header)) this.#installed.add(server);
      };
      this.#questions.ask(server, "install", fields, answered, record);
    }
  }

  #activate(): void {
    this.#step = "activating";
    for (const plan of this.#plan?.switches ?? []) {
      this.#effects.push({ kind: "activate", mark: this.mark, plan });
    }
  }
}
