import type { CodedError } from "../../src/base/index.js";
import { viewAfter, viewDistance } from "../../src/ringworld/index.js";
import { type RingWorldHeader, ringworldKind } from "../../src/wire/index.js";
import type { Fabric } from "../fabric/model.js";
import { type ControlMessage, RingControl } from "../ring/ring-control.js";
import type { RingSnapshot } from "../ring/snapshot.js";
import { installedView } from "./adopt.js";
import { CatchUp } from "./catch-up.js";
import { HostRules } from "./host-rules.js";
import { type HostState, hostStates } from "./host-states.js";
import { layoutProblem } from "./layout.js";
import { hasMajorities, type Membership } from "./membership.js";
import { Questions } from "./questions.js";
import { RingWatch } from "./ring-watch.js";
import { forgiven, serverChange } from "./server-changes.js";
import { ServerWatch } from "./server-watch.js";
import type { Serving, ViewControlOptions } from "./serving.js";
import { SwitchWatch } from "./switch-watch.js";
import type { ViewTiming } from "./timing.js";
import { Verified } from "./verified.js";
import { ViewChange, type ViewEffect } from "./view-change.js";
import { viewMark, viewOfMark } from "./view-mark.js";
import { viewSnapshot } from "./view-snapshot.js";

/** A view that lasted so many times the time in which a token is found to be gone was a good one. */
const calmStalls = 20;
const patienceMax = 16;

/** A view change that failed is tried again after so many ticks, and after twice as many the next time. */
const backoffTicksMin = 1;
const backoffTicksMax = 64;

/**
 * The controller of the views: finds the view that is in force and serves it, and makes a new one when a switch, a log
 * server, a link or the token is gone, or when one is back (docs/PROTOCOL.md, Views). A pure core: connections,
 * messages and time come in, effects go out. It remembers nothing that a new life could not find out.
 */
export class ViewControl {
  readonly #fabric: Fabric;
  readonly #timing: ViewTiming;
  readonly #owner: bigint;
  readonly #switches: SwitchWatch;
  readonly #servers: ServerWatch;
  readonly #copies: Questions;
  readonly #verified = new Verified();
  readonly #startedUs: number;
  #nowUs: number;
  #clockUs: number;
  #surveyedUs = Number.NEGATIVE_INFINITY;
  #polledUs = Number.NEGATIVE_INFINITY;
  #serving: Serving | undefined;
  #change: ViewChange | undefined;
  #newestView = 0;
  #failures = 0;
  #restUntilUs = 0;
  readonly #rules: HostRules;
  /** Switches that get new rules and are otherwise as they were. */
  readonly #renewing = new Set<string>();
  #effects: ViewEffect[] = [];
  #changes = 0;
  /** When the last view began, and how much longer than usual its failures are waited for. */
  #viewSinceUs = Number.NEGATIVE_INFINITY;
  #patience = 1;
  #reason = "";
  #problem: CodedError | undefined;

  constructor({ fabric, timing, owner, nowUs }: ViewControlOptions) {
    this.#fabric = fabric;
    this.#rules = new HostRules(fabric);
    this.#timing = timing;
    this.#owner = owner;
    this.#startedUs = nowUs;
    this.#nowUs = nowUs;
    this.#clockUs = nowUs;
    this.#switches = new SwitchWatch(fabric, nowUs);
    // Surveys have a mark of their own: their answers must not be taken for those of a view change.
    const mark = Number(BigInt.asUintN(32, owner >> 32n));
    this.#copies = new Questions(fabric, Number(BigInt.asUintN(32, owner >> 16n)), timing.retryUs);
    this.#servers = new ServerWatch(
      fabric,
      new Questions(fabric, mark, timing.retryUs),
      timing.serverSilentUs,
    );
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

  /** How many views this life has made. */
  get changes(): number {
    return this.#changes;
  }

  takeEffects(): readonly ViewEffect[] {
    if (this.#change === undefined) this.#send(this.#copies.due(this.#nowUs));
    const effects = [...this.#effects, ...(this.#change?.takeEffects(this.#nowUs) ?? [])];
    this.#effects = [];
    return effects.map((effect) => this.#ruled(effect));
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

  #ruled(effect: ViewEffect): ViewEffect {
    if (effect.kind !== "activate") return effect;
    const { plan } = effect;
    return { ...effect, plan: { ...plan, entities: this.#rules.apply(plan.switch, plan.entities) } };
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
    else {
      this.#change?.answered(header, payload);
      this.#copies.step(header, payload);
    }
    this.#advance();
  }

  /**
   * Time has passed. A tick that comes late counts as two at most: while this controller stood still it heard nobody,
   * which says nothing about them.
   */
  tick(clockUs: number): void {
    this.#nowUs += Math.min(clockUs - this.#clockUs, 2 * this.#timing.tickUs);
    this.#clockUs = clockUs;
    const nowUs = this.#nowUs;
    if (nowUs - this.#surveyedUs >= this.#timing.surveyUs) {
      this.#surveyedUs = nowUs;
      this.#send(this.#servers.survey(nowUs, this.#serving?.ring.snapshot().committedIndex ?? 0n));
    }
    this.#advance();
    if (this.#change !== undefined) return;
    if (this.#serving === undefined) this.#look();
    else this.#serve(this.#serving);
  }

  snapshot(): RingSnapshot {
    const { ring, catchUp } = this.#serving ?? {};
    const isChanging = this.#change !== undefined;
    return viewSnapshot(ring?.snapshot(), catchUp?.replicatedIndex ?? 0n, this.#switches.known, isChanging);
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
   * No view is served: is there one to take over? Who does not answer is waited for, but not for ever. A switch that
   * has no program carries no survey, and needs a new view anyway.
   */
  #look(): void {
    if (this.#nowUs < this.#restUntilUs) return;
    if (!this.#switches.areAllConnected && this.#startingUs > 0) return;
    const canSurvey = hasMajorities(this.#fabric, [...this.#servers.reports.keys()]);
    if (canSurvey && this.#adopt()) return;
    if (this.#switches.hasEmpty || canSurvey || this.#startingUs <= 0) this.#begin("no view was in force");
  }

  /** How much longer a new life of the controller waits for everybody. */
  get #startingUs(): number {
    return Math.max(0, this.#startedUs + this.#timing.startUs - this.#nowUs);
  }

  /** Serves the installed view, if all of its switches are in it. */
  #adopt(): boolean {
    const found = installedView(this.#fabric, this.#servers.reports, this.#servers.promisedView);
    if (found === undefined) return false;
    const mark = viewMark(found.plan.view, found.owner);
    if (!found.membership.switches.every((name) => this.#switches.bears(name, mark))) return false;
    this.#serveView(new RingControl(found.plan, this.#timing.pollUs), found.membership, mark);
    for (const name of found.membership.switches) this.#activateAgain(name);
    return true;
  }

  #serveView(ring: RingControl, membership: Membership, mark: bigint): void {
    const { view } = ring.plan;
    // Where views do not last, the cause may be haste: a slow machine looks like a broken one.
    const isCalm = this.#nowUs - this.#viewSinceUs > calmStalls * this.#timing.stallUs;
    this.#patience = isCalm ? 1 : Math.min(patienceMax, 2 * this.#patience);
    this.#viewSinceUs = this.#nowUs;
    const watch = new RingWatch(ring, this.#timing, this.#patience, this.#nowUs);
    const catchUp = new CatchUp({
      fabric: this.#fabric,
      view,
      start: ring.plan.start,
      members: membership.servers,
      questions: this.#copies,
      verified: this.#verified,
      roundUs: this.#timing.catchUpUs,
    });
    this.#serving = { ring, watch, catchUp, membership, view, mark };
    this.#problem = undefined;
    this.#learnView(view);
  }

  #learnView(view: number): void {
    if (viewDistance(this.#newestView, view) > 0) this.#newestView = view;
  }

  #serve(serving: Serving): void {
    if (this.#nowUs - this.#polledUs >= this.#timing.pollUs || !serving.ring.snapshot().serving) {
      this.#polledUs = this.#nowUs;
      this.#send(serving.ring.tick(this.#nowUs));
    }
    const { committedIndex } = serving.ring.snapshot();
    serving.catchUp.tick(this.#nowUs, committedIndex, this.#servers.trimmed);
    this.#changeIfNeeded(serving);
  }

  /** What is known to be broken is not waited for. */
  #changeIfNeeded(serving: Serving): void {
    if (this.#nowUs < this.#restUntilUs) return;
    const reason = this.#reasonToChange(serving);
    if (reason !== undefined) this.#begin(reason);
  }

  /** Why there must be a new view; undefined when this one is as good as any. */
  #reasonToChange({ watch, membership, view, mark }: Serving): string | undefined {
    const { silent, problem } = watch.look(this.#nowUs);
    this.#switches.fellSilent(silent);
    if (problem !== "") return problem;
    if (silent.length > 0) return `${silent.join(", ")} does not answer`;
    if (viewDistance(view, this.#servers.promisedView) > 0) return "a newer view was promised";
    const change = this.#switches.change(membership, mark, this.#nowUs, this.#timing.joinUs);
    return change ?? this.#serversChanged(membership);
  }

  #serversChanged(membership: Membership): string | undefined {
    const situation = {
      fabric: this.#fabric,
      rules: this.#rules,
      servers: this.#servers,
      membership,
      nowUs: this.#nowUs,
      patience: this.#patience,
      joinUs: this.#timing.joinUs,
    };
    for (const name of forgiven(situation)) this.#renew(this.#rules.lift(name));
    const change = serverChange(situation);
    if (change?.suspect !== undefined) {
      this.#rules.fence(change.suspect, { byHand: false, reason: change.reason });
    }
    return change?.reason;
  }

  /** Begins a view of a number that nobody is known to have used. */
  #begin(reason: string): void {
    this.#problem = layoutProblem(this.#fabric, this.#servers.reports.values());
    if (this.#problem !== undefined) return;
    this.#reason = reason;
    const [fabric, owner, timing, nowUs] = [this.#fabric, this.#owner, this.#timing, this.#nowUs];
    this.#learnView(this.#servers.promisedView);
    for (const mark of this.#switches.marks) this.#learnView(viewOfMark(mark));
    this.#newestView = viewAfter(this.#newestView);
    const serving = this.#serving;
    this.#change = new ViewChange({
      fabric,
      owner,
      timing,
      nowUs,
      view: this.#newestView,
      switches: this.#switches.usable,
      admits: (name) => this.#rules.admits(name),
      expected: (name) =>
        this.#rules.admits(name) && (this.#startingUs > 0 || this.#servers.answers(name, this.#nowUs)),
      graceUs: Math.max(timing.graceUs, this.#startingUs),
      cursor: (stripe) => serving?.ring.committedPosition(stripe) ?? 0n,
    });
  }

  /** Moves a view change on, and takes in how it ends. */
  #advance(): void {
    const change = this.#change;
    if (change === undefined) return;
    change.tick(this.#nowUs);
    const { plan } = change;
    if (plan !== undefined) {
      this.#change = undefined;
      this.#changes += 1;
      this.#failures = 0;
      this.#restUntilUs = this.#nowUs + this.#timing.graceUs;
      this.#serveView(new RingControl(plan, this.#timing.pollUs), change.membership, change.mark);
      for (const name of change.membership.switches) this.#send(this.#serving?.ring.connected(name) ?? []);
    } else if (change.step === "failed") this.#giveUp(change);
  }

  /** Somebody else may be at it: the next attempt waits, the longer the more have failed. */
  #giveUp(change: ViewChange): void {
    this.#effects.push(...change.takeEffects(this.#nowUs).filter(({ kind }) => kind !== "send"));
    this.#learnView(change.supersededBy);
    this.#problem = change.problem;
    this.#change = undefined;
    this.#failures += 1;
    const ticks = Math.min(backoffTicksMax, backoffTicksMin * 2 ** this.#failures);
    this.#restUntilUs = this.#nowUs + ticks * this.#timing.tickUs;
    this.#serving = undefined;
  }
}
