import type { CodedError } from "../../src/base/index.js";
import { viewAfter, viewDistance } from "../../src/ringworld/index.js";
import { type RingWorldHeader, ringworldKind } from "../../src/wire/index.js";
import type { Fabric } from "../fabric/model.js";
import type { ControlMessage } from "../ring/ring-control.js";
import type { RingSnapshot } from "../ring/snapshot.js";
import { installedView } from "./adopt.js";
import { ancestorOf } from "./ancestor.js";
import { type Desks, deskOf, desksOf } from "./desks.js";
import { HostRules } from "./host-rules.js";
import { type HostState, hostStates } from "./host-states.js";
import { layoutOf, layoutProblem, logServersOf } from "./layout.js";
import { hasMajorities, reachableServers } from "./membership.js";
import { Pace } from "./pace.js";
import type { Questions } from "./questions.js";
import { reasonToChange } from "./reasons.js";
import { ServerWatch } from "./server-watch.js";
import { Serving } from "./serving.js";
import type { TimedStep } from "./step-times.js";
import { SwitchWatch } from "./switch-watch.js";
import type { ViewTiming } from "./timing.js";
import { Verified } from "./verified.js";
import { ViewChange, type ViewEffect } from "./view-change.js";
import type { ViewInForce } from "./view-in-force.js";
import { viewMark, viewOfMark } from "./view-mark.js";
import { viewSnapshot } from "./view-snapshot.js";

/** What the controller of the views is made of. */
export interface ViewControlOptions {
  readonly fabric: Fabric;
  readonly timing: ViewTiming;
  /** A random number of 64 bits: this life of the controller. */
  readonly owner: bigint;
  readonly nowUs: number;
}

/**
 * The controller of the views: finds the view that is in force and serves it, and makes a new one when a switch, a log
 * server, a link or the token is gone, or when one is back (docs/PROTOCOL.md, Views). A pure core: connections,
 * messages and time come in, effects go out. It remembers nothing that a new life could not find out.
 */
export class ViewControl {
  #fabric: Fabric;
  /** When the fabric was changed. */
  #changedUs = Number.NEGATIVE_INFINITY;
  readonly #timing: ViewTiming;
  readonly #owner: bigint;
  readonly #switches: SwitchWatch;
  readonly #servers: ServerWatch;
  readonly #desks: Desks;
  readonly #seals: Questions;
  readonly #verified = new Verified();
  #nowUs: number;
  #clockUs: number;
  #surveyedUs = Number.NEGATIVE_INFINITY;
  #polledUs = Number.NEGATIVE_INFINITY;
  #serving: Serving | undefined;
  #change: ViewChange | undefined;
  #newestView = 0;
  readonly #pace: Pace;
  readonly #rules: HostRules;
  /** Switches that get new rules and are otherwise as they were. */
  readonly #renewing = new Set<string>();
  #effects: ViewEffect[] = [];
  #changes = 0;
  #reason = "";
  #problem: CodedError | undefined;

  constructor({ fabric, timing, owner, nowUs }: ViewControlOptions) {
    this.#fabric = fabric;
    this.#rules = new HostRules(fabric);
    this.#timing = timing;
    this.#pace = new Pace(timing, nowUs);
    this.#owner = owner;
    this.#nowUs = nowUs;
    this.#clockUs = nowUs;
    this.#switches = new SwitchWatch(fabric, nowUs);
    this.#desks = desksOf(fabric, owner, timing.retryUs);
    this.#seals = deskOf("changes", fabric, owner, timing.retryUs);
    const surveys = deskOf("surveys", fabric, owner, timing.retryUs);
    this.#servers = new ServerWatch(fabric, surveys, timing.serverSilentUs);
  }

  /**
   * Goes on with another fabric file: switches and hosts may be there or gone. Its layout comes into force when the
   * log servers that it names hold what they must; `snapshot().layout` tells how far that is.
   *
   * @throws CodedError `LOG-LAYOUT` when the log has entries at log servers that it does not name, or other stripes;
   * then nothing has changed
   */
  changeFabric(fabric: Fabric): void {
    const problem = layoutProblem(fabric, this.#newestKnown);
    if (problem !== undefined) throw problem;
    if (this.#change !== undefined) this.#giveUp(this.#change);
    this.#fabric = fabric;
    this.#changedUs = this.#nowUs;
    this.#problem = undefined;
    this.#rules.changeFabric(fabric);
    this.#switches.changeFabric(fabric, this.#nowUs);
    this.#servers.changeFabric(fabric);
    this.#verified.keep(logServersOf(fabric));
    for (const desk of [this.#seals, ...Object.values(this.#desks)]) desk.changeFabric(fabric);
    this.#serving?.changeFabric(fabric);
  }

  /** Why the last view was made, or begun, by this life; empty when it only found one. */
  get reason(): string {
    return this.#reason;
  }

  /** Why no view can be made with this fabric file, as far as is known. */
  get problem(): CodedError | undefined {
    return this.#problem;
  }

  /** Names of the log servers that take entries of the view that is served. */
  get servers(): readonly string[] {
    return this.#serving?.membership.servers ?? [];
  }

  /** What it is at; `starting` from the end of a view change on. */
  get timedStep(): TimedStep {
    return this.#change?.step ?? (this.#serving ? "starting" : "looking");
  }

  /** How many views this life has made. */
  get changes(): number {
    return this.#changes;
  }

  takeEffects(): readonly ViewEffect[] {
    if (this.#change === undefined && this.#serving !== undefined) this.#send(this.#serving.due(this.#nowUs));
    const effects = [...this.#effects, ...(this.#change?.takeEffects(this.#nowUs) ?? [])];
    this.#effects = [];
    return effects.map((effect) =>
      effect.kind === "activate" ? { ...effect, plan: this.#rules.applyTo(effect.plan) } : effect,
    );
  }

  hosts(): readonly HostState[] {
    return hostStates(this.#rules, this.#servers, this.#nowUs);
  }

  /**
   * Fences a host off; without a reason, lifts its fence.
   *
   * @throws CodedError `HOST-UNKNOWN`
   */
  setFence(name: string, reason: string | undefined): void {
    const fence = reason === undefined ? undefined : { byHand: true, reason };
    this.#renew(fence === undefined ? this.#rules.lift(name) : this.#rules.fence(name, fence));
  }

  /** Sets the streams of a host; may throw `HOST-UNKNOWN`, too. */
  subscribe(name: string, streams: readonly number[]): void {
    this.#renew(this.#rules.subscribe(name, streams));
  }

  /** Writes the rules of its hosts into a switch of the running view. */
  #renew(name: string): void {
    if (!this.#isMember(name) || !this.#switches.isConnected(name)) return;
    this.#renewing.add(name);
    this.#activateAgain(name);
  }

  /** A switch can be written to; `mark` is what its cookie says, 0 for nothing. */
  connected(name: string, mark: bigint): void {
    if (!this.#switches.connected(name, mark, this.#nowUs)) return;
    this.#renewing.delete(name);
    if (mark === this.#serving?.mark && this.#isMember(name)) this.#activateAgain(name);
  }

  /** A switch cannot be written to any more, and why. */
  disconnected(name: string, reason: string): void {
    if (!this.#switches.disconnected(name, reason)) return;
    this.#change?.lost(name);
    this.#advance();
    if (!this.#isMember(name)) return;
    this.#serving?.ring.disconnected(name, reason);
    if (this.#change === undefined && this.#serving !== undefined) this.#changeIfNeeded(this.#serving);
  }

  /** A switch is loaded anew, with this mark in its cookie. */
  prepared(name: string, mark: bigint): void {
    this.#switches.prepared(name, mark);
    if (this.#change?.mark !== mark) return;
    this.#change.prepared(name);
    this.#advance();
  }

  /** A switch holds its plan. */
  activated(name: string, mark: bigint): void {
    if (this.#change?.mark === mark) {
      this.#change.activated(name);
      this.#advance();
    } else if (this.#serving?.mark === mark) this.#send(this.#serving.ring.connected(name));
  }

  /** A packet-in of a switch. */
  step(name: string, header: RingWorldHeader, payload: Uint8Array): void {
    if (header.kind === ringworldKind.statusReply) {
      this.#switches.answered(name);
      if (this.#serving !== undefined && this.#isMember(name))
        this.#send(this.#serving.ring.step(name, header));
      return;
    }
    if (header.kind === ringworldKind.surveyed) this.#servers.answered(header, payload, this.#nowUs);
    this.#change?.answered(header, payload);
    this.#serving?.answered(header, payload);
    this.#advance();
  }

  /**
   * Time has passed. A tick that comes late counts as two at most: while this controller stood still it heard nobody,
   * which says nothing about them.
   */
  tick(clockUs: number): void {
    this.#nowUs += Math.min(clockUs - this.#clockUs, 2 * this.#timing.tickUs);
    this.#clockUs = clockUs;
    if (this.#nowUs - this.#surveyedUs >= this.#timing.surveyUs) {
      this.#surveyedUs = this.#nowUs;
      this.#send(this.#servers.survey(this.#nowUs, this.#serving?.ring.committedIndex ?? 0n));
    }
    this.#advance();
    if (this.#change !== undefined) return;
    if (this.#serving === undefined) this.#look();
    else this.#serve(this.#serving);
  }

  snapshot(): RingSnapshot {
    const { ring, replicatedIndex = 0n, layout } = this.#serving ?? {};
    const none = { inForce: [], wanted: layoutOf(this.#fabric), copiedIndex: 0n, isSettled: false };
    const isChanging = this.#change !== undefined;
    return viewSnapshot(ring?.snapshot(), replicatedIndex, layout ?? none, this.#switches.known, isChanging);
  }

  #isMember(name: string): boolean {
    return this.#serving?.membership.switches.includes(name) ?? false;
  }

  #send(messages: readonly ControlMessage[]): void {
    for (const message of messages) this.#effects.push({ kind: "send", ...message });
  }

  /** A switch of this view was lost from sight and kept everything. */
  #activateAgain(name: string): void {
    const plan = this.#serving?.ring.plan.switches.find((each) => each.switch === name);
    if (plan !== undefined) this.#effects.push({ kind: "activate", mark: this.#serving?.mark ?? 0n, plan });
  }

  /**
   * No view is served: is there one to take over? Who does not answer is waited for, but not for ever, and not where
   * switches carry no survey: they need a new view anyway.
   */
  #look(): void {
    if (this.#pace.isResting(this.#nowUs)) return;
    const isStarting = this.#pace.startingUs(this.#nowUs) > 0;
    if (!this.#switches.areAllConnected && isStarting) return;
    const { reports } = this.#servers;
    const sets = ancestorOf(reports)?.quorums ?? layoutOf(this.#fabric);
    const canSurvey = hasMajorities(sets, [...reports.keys()]);
    if (canSurvey && this.#adopt()) return;
    const isHopeless = this.#switches.carryNoSurvey(this.#nowUs, this.#timing.serverSilentUs);
    if (isHopeless || canSurvey || !isStarting) this.#begin("no view was in force");
  }

  /** Serves the installed view, if all of its switches are in it. */
  #adopt(): boolean {
    const found = installedView(this.#fabric, this.#servers.reports, this.#servers.promisedView);
    if (found === undefined) return false;
    const mark = viewMark(found.plan.view, found.owner);
    const { switches } = found.membership;
    if (!switches.every((name) => this.#switches.bears(name, mark))) return false;
    this.#serveView(found);
    for (const name of switches) this.#activateAgain(name);
    return true;
  }

  #serveView(inForce: ViewInForce): void {
    this.#pace.viewBegan(this.#nowUs);
    this.#serving = new Serving({
      inForce,
      file: this.#fabric,
      timing: this.#timing,
      patience: this.#pace.patience,
      nowUs: this.#nowUs,
      desks: this.#desks,
      verified: this.#verified,
    });
    this.#problem = undefined;
    this.#learnView(inForce.plan.view);
  }

  #learnView(view: number): void {
    if (viewDistance(this.#newestView, view) > 0) this.#newestView = view;
  }

  #serve(serving: Serving): void {
    if (this.#nowUs - this.#polledUs >= this.#timing.pollUs || !serving.ring.isServing) {
      this.#polledUs = this.#nowUs;
      this.#send(serving.ring.tick(this.#nowUs));
    }
    const { trimmed, reports } = this.#servers;
    const mayKeep = (name: string) =>
      this.#rules.fenceOf(name) === undefined && this.#servers.answers(name, this.#nowUs);
    serving.copy(this.#nowUs, trimmed, reports, mayKeep);
    this.#changeIfNeeded(serving);
  }

  /** What is known to be broken is not waited for. */
  #changeIfNeeded(serving: Serving): void {
    if (this.#pace.isResting(this.#nowUs)) return;
    const reason = reasonToChange({
      serving,
      rules: this.#rules,
      switches: this.#switches,
      servers: this.#servers,
      timing: this.#timing,
      nowUs: this.#nowUs,
      pace: this.#pace,
      changedUs: this.#changedUs,
      renew: (name) => this.#renew(name),
    });
    if (reason !== undefined) this.#begin(reason);
  }

  /** Begins a view of a number that nobody is known to have used. */
  #begin(reason: string): void {
    if (this.#isMisfit()) return;
    this.#reason = reason;
    const [fabric, owner, timing, nowUs] = [this.#fabric, this.#owner, this.#timing, this.#nowUs];
    this.#learnView(this.#servers.promisedView);
    for (const mark of this.#switches.marks) this.#learnView(viewOfMark(mark));
    this.#newestView = viewAfter(this.#newestView);
    const serving = this.#serving;
    const sets = [...layoutOf(fabric), ...layoutOf(serving?.fabric ?? fabric)];
    const admits = (name: string) => this.#rules.admits(name, sets);
    const startingUs = this.#pace.startingUs(nowUs);
    const audible = reachableServers(fabric, serving?.membership.switches ?? [], () => true);
    const mayBeHere = (name: string) =>
      startingUs > 0 || !audible.includes(name) || this.#servers.answers(name, nowUs);
    this.#change = new ViewChange({
      fabric,
      owner,
      timing,
      nowUs,
      view: this.#newestView,
      switches: this.#switches.usable,
      moves: serving?.isReadyToMove(2n * BigInt(timing.moveRest)) ?? false,
      verified: this.#verified,
      questions: this.#seals,
      admits,
      expected: (name) => admits(name) && mayBeHere(name),
      graceUs: Math.max(timing.graceUs, startingUs),
      cursor: (stripe) => serving?.ring.committedPosition(stripe) ?? 0n,
    });
  }

  /** The newest view that is known of; of the own one, once it is closed, no report is needed. */
  get #newestKnown(): Serving["closed"] {
    const [own, found] = [this.#serving?.closed, ancestorOf(this.#servers.reports)];
    return own !== undefined && viewDistance(found?.view ?? 0, own.view) >= 0 ? own : found;
  }

  /** Whether the file is not that of the log, as far as is known; that is said when all who may know better were heard. */
  #isMisfit(): boolean {
    const { reports } = this.#servers;
    const problem = layoutProblem(this.#fabric, this.#newestKnown);
    const isEverybodyHeard = logServersOf(this.#fabric).every((name) => reports.has(name));
    this.#problem = isEverybodyHeard || this.#pace.startingUs(this.#nowUs) === 0 ? problem : undefined;
    return problem !== undefined;
  }

  /** Moves a view change on, and takes in how it ends. */
  #advance(): void {
    const change = this.#change;
    if (change === undefined) return;
    change.tick(this.#nowUs);
    const { plan, fabric, membership } = change;
    if (plan !== undefined) {
      this.#change = undefined;
      this.#changes += 1;
      this.#pace.succeeded(this.#nowUs, change.isMoved);
      this.#serveView({ fabric, membership, plan, owner: this.#owner, isClosed: change.isClosed });
      for (const name of membership.switches) this.#send(this.#serving?.ring.connected(name) ?? []);
    } else if (change.step === "failed") this.#giveUp(change);
  }

  /** Whatever an attempt has left behind, the next one can begin on. */
  #giveUp(change: ViewChange): void {
    this.#effects.push(...change.takeEffects(this.#nowUs).filter(({ kind }) => kind !== "send"));
    this.#learnView(change.supersededBy);
    this.#problem = change.problem;
    this.#change = undefined;
    this.#pace.failed(this.#nowUs);
    this.#serving = undefined;
  }
}
