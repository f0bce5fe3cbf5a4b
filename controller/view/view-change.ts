import type { Entity } from "p4runtime-js-grpc/values";
import { CodedError } from "../../src/base/index.js";
import { decodeServerReport, type ServerReport } from "../../src/ringworld/index.js";
import { indexFields, type RingWorldHeader, ringworldCode } from "../../src/wire/index.js";
import type { Fabric } from "../fabric/model.js";
import { torLimits } from "../plan/limits.js";
import { type FabricPlan, planFabric, planPreparation, type SwitchPlan } from "../plan/plan.js";
import { majorityOf } from "../plan/replication.js";
import type { ControlMessage } from "../ring/ring-control.js";
import { Collection, type KnownCursor, type Undecided } from "./collection.js";
import { layoutOf, layoutProblem } from "./layout.js";
import { fabricOfView, hasMajorities, type Membership, reachableServers } from "./membership.js";
import { Questions } from "./questions.js";
import { Restoration, type Rewrite } from "./restoration.js";
import type { ViewTiming } from "./timing.js";
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

/** The plan of a view for a fabric, from what its install record says. */
export function planOfView(fabric: Fabric, view: number, start: bigint, membership: Membership): FabricPlan {
  const layout = { start, members: new Set(membership.servers) };
  return planFabric(fabricOfView(fabric, membership), view, torLimits, layout);
}

export interface ViewChangeOptions {
  readonly fabric: Fabric;
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
  readonly #reports = new Map<string, ServerReport>();
  readonly #installed = new Set<string>();
  readonly #alive: Set<string>;
  #step: ViewStep = "preparing";
  #sinceUs: number;
  #majoritySinceUs: number | undefined;
  #collection: Collection | undefined;
  #restoration: Restoration | undefined;
  #start = 0n;
  #membership: Membership = { switches: [], servers: [] };
  #plan: FabricPlan | undefined;
  /** The newest promise that stood in the way. */
  #supersededBy = 0;
  #problem: CodedError | undefined;
  #effects: ViewEffect[] = [];

  constructor(options: ViewChangeOptions) {
    const { fabric, view, owner, switches, timing, nowUs } = options;
    this.#options = options;
    this.view = view;
    this.#sinceUs = nowUs;
    this.#alive = new Set(switches);
    this.#questions = new Questions(fabric, Number(BigInt.asUintN(32, owner)), timing.retryUs);
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
    if (nowUs - this.#sinceUs > this.#options.timing.attemptUs + this.#options.graceUs) this.#step = "failed";
    if (this.#step === "preparing" && this.#hasPrepared(nowUs)) this.#collect();
    if (this.#step === "collecting" && this.#questions.open === 0) this.#restore();
    if (this.#step === "restoring" && this.#restoration?.isDone === true) this.#install();
    if (this.#step === "installing" && hasMajorities(this.#options.fabric, [...this.#installed]))
      this.#activate();
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
    if (this.#step !== "preparing") return;
    this.#problem = layoutProblem(this.#options.fabric, [report]);
    if (this.#problem === undefined) this.#reports.set(server, report);
    else this.#step = "failed";
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

  /** A majority of every set is a must; those who are expected get a little more time. */
  #hasPrepared(nowUs: number): boolean {
    const { fabric, graceUs, expected } = this.#options;
    if (!hasMajorities(fabric, [...this.#reports.keys()])) return false;
    this.#majoritySinceUs ??= nowUs;
    const waitedUs = nowUs - this.#majoritySinceUs;
    const missing = reachableServers(fabric, [...this.#alive], expected).filter(
      (name) => !this.#reports.has(name),
    );
    if (missing.length > 0 && waitedUs < graceUs) return false;
    return this.#prepared.size === this.#alive.size || waitedUs >= loadGraces * graceUs;
  }

  #collect(): void {
    this.#step = "collecting";
    this.#questions.clear();
    const { fabric, view, cursor } = this.#options;
    const fail = (promisedView: number) => this.#fail(promisedView);
    this.#collection = new Collection(fabric, view, this.#questions, this.#reports, cursor, fail);
    this.#collection.begin();
  }

  #restore(): void {
    if (this.#collection === undefined) return;
    this.#step = "restoring";
    this.#start = this.#collection.start;
    const fail = (promisedView: number) => this.#fail(promisedView);
    this.#restoration = new Restoration(this.view, this.#questions, fail);
    this.#restoration.begin(this.#collection.undecided(this.#start).map((each) => this.#rewrite(each)));
  }

  /** What is undecided goes to a majority of its replica set. */
  #rewrite({ index, set, decision }: Undecided): Rewrite {
    const to = set.servers.filter((name) => this.#reports.has(name));
    return { index, decision, to, needed: majorityOf(set) };
  }

  #install(): void {
    this.#step = "installing";
    this.#questions.clear();
    const { fabric, view, owner } = this.#options;
    const switches = fabric.switches.map(({ name }) => name).filter((name) => this.#prepared.has(name));
    const servers = reachableServers(fabric, switches, (name) => this.#reports.has(name));
    this.#membership = { switches, servers };
    try {
      this.#plan = planOfView(fabric, view, this.#start, this.#membership);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#step = "failed";
      return;
    }
    const fields = { ...indexFields(this.#start), view, client: owner };
    const record = encodeViewRecord({ membership: this.#membership, layout: layoutOf(fabric) });
    for (const server of servers) {
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
