import { assert, serialDistance } from "../../src/base/index.js";
import { type OutgoingMessage, outgoing } from "../../src/ringworld/index.js";
import { indexFields, type RingWorldHeader, ringworldKind } from "../../src/wire/index.js";
import type { FabricPlan } from "../plan/plan.js";
import { positionAbove } from "../plan/replication.js";
import type { RingSnapshot, SwitchSnapshot } from "./snapshot.js";
import { laneBegun, SwitchStatus } from "./switch-status.js";

/** A message for the data plane of a switch, to be sent as packet-out. */
export interface ControlMessage {
  readonly switch: string;
  readonly message: OutgoingMessage;
}

/** A switch that has been quiet for so many polls counts as silent. */
const silentPolls = 4;

/** The hop number of the token that the controller sends. */
const firstSequence = 1;

/**
 * Brings a ring up and watches it: sets the commit cursors where the lanes begin, starts the token, and keeps asking
 * the switches for their registers. It only asks by packets, since not every target answers a RegisterEntry.
 *
 * A pure core: connections, messages and time come in, messages go out. It keeps nothing that it cannot ask for, so
 * a controller that starts anew on a running ring disturbs nothing: a cursor begins once in a view, and a token is
 * started only when every switch has said that it never saw one.
 */
export class RingControl {
  readonly #plan: FabricPlan;
  readonly #pollUs: number;
  readonly #switches: ReadonlyMap<string, SwitchStatus>;
  #nowUs = 0;
  #tokenSequence: number | undefined;
  #hops = 0;
  /** It is sent again with every tick, not with every answer. */
  #isTokenSent = false;

  /** `pollUs`: how long between two calls of `tick`. */
  constructor(plan: FabricPlan, pollUs: number) {
    this.#plan = plan;
    this.#pollUs = pollUs;
    this.#switches = new Map(plan.switches.map((item) => [item.switch, new SwitchStatus(item)]));
  }

  get plan(): FabricPlan {
    return this.#plan;
  }

  /** When a switch last answered; undefined when it has not since it was connected. */
  heardAtUs(name: string): number | undefined {
    return this.#switches.get(name)?.heardAtUs;
  }

  /** The first position of a stripe that its leader has not told to be committed; undefined when it told nothing. */
  committedPosition(stripe: number): bigint | undefined {
    for (const status of this.#switches.values()) {
      const lane = status.plan.lanes.find((each) => each.stripe === stripe);
      const cursor = lane && status.cursorOf(lane.lane);
      if (lane === undefined || cursor === undefined || !status.lanesReady) continue;
      const first = positionAbove(this.#plan.start, stripe, this.#plan.stripeCount);
      return first + BigInt(serialDistance(lane.firstCursor, cursor));
    }
    return undefined;
  }

  /** The tables of a switch are filled. */
  connected(name: string): readonly ControlMessage[] {
    const status = this.#status(name);
    status.connect();
    // A cursor begins once in a view: what is not known can be said in any case.
    return [...this.#begin(status), ...this.#poll(status)];
  }

  /** A switch cannot be written to, and why. */
  disconnected(name: string, reason: string): void {
    this.#status(name).disconnect(reason);
  }

  /** A packet-in of a switch. Anything but an answer of this view, asked for on this connection, is ignored. */
  step(name: string, header: RingWorldHeader): readonly ControlMessage[] {
    const status = this.#status(name);
    if (header.kind !== ringworldKind.statusReply || header.view !== this.#plan.view) return [];
    if (!status.connected || header.client !== status.connection) return [];
    status.heard(header, this.#nowUs);
    this.#countHops(header.sequence);
    return [...this.#setLanes(status, header.request), ...(this.#isTokenSent ? [] : this.#startToken())];
  }

  /** Time has passed: says again what has had no effect yet, and asks every switch how it is. */
  tick(nowUs: number): readonly ControlMessage[] {
    this.#nowUs = nowUs;
    const connected = [...this.#switches.values()].filter((status) => status.connected);
    return [
      ...connected.flatMap((status) => this.#setLanes(status)),
      ...this.#startToken(),
      ...connected.flatMap((status) => this.#poll(status)),
    ];
  }

  /** How often the token was seen to go on. */
  get hops(): number {
    return this.#hops;
  }

  /** Whether every switch answers, and the token has been seen. */
  get isServing(): boolean {
    const silenceUs = silentPolls * this.#pollUs;
    const isReady = (status: SwitchStatus) => status.state(this.#nowUs, silenceUs) === "ready";
    return this.#tokenSequence !== undefined && [...this.#switches.values()].every(isReady);
  }

  /** What the switches have told; what log servers hold is not seen from there. */
  snapshot(): Omit<RingSnapshot, "replicatedIndex" | "layout"> {
    const { view, ring } = this.#plan;
    const silenceUs = silentPolls * this.#pollUs;
    const switches = [...this.#switches.values()].map((status) => status.snapshot(this.#nowUs, silenceUs));
    return {
      view,
      order: ring,
      serving: this.isServing,
      hops: this.#hops,
      laps: Math.floor(this.#hops / ring.length),
      lastIndex: lastIndexOf(switches),
      committedIndex: this.committedIndex,
      switches,
    };
  }

  #status(name: string): SwitchStatus {
    const status = this.#switches.get(name);
    assert(status !== undefined, `the plan has a switch ${name}`);
    return status;
  }

  #poll(status: SwitchStatus): ControlMessage[] {
    const lanes = status.plan.lanes.map(({ lane }) => lane);
    // A switch that leads nothing still tells of its token.
    return (lanes.length > 0 ? lanes : [0]).map((lane) => this.#ask(status, lane));
  }

  /** Lets the cursors of a switch that may be fresh begin where its lanes do. */
  #begin(status: SwitchStatus): ControlMessage[] {
    return status.plan.lanes.map(({ lane, firstCursor }) => this.#setLane(status, lane, firstCursor));
  }

  /** Lets cursors begin, all or one of them, and asks at once whether they are there. */
  #setLanes(status: SwitchStatus, only?: number): ControlMessage[] {
    return status.lanesToSet
      .filter(({ lane }) => only === undefined || lane === only)
      .flatMap(({ lane, cursor }) => [this.#setLane(status, lane, cursor), this.#ask(status, lane)]);
  }

  #setLane(status: SwitchStatus, lane: number, cursor: number): ControlMessage {
    const fields = { count: lane, sequence: cursor, request: lane };
    return this.#send(status, "setLane", { ...fields, code: laneBegun, client: status.connection });
  }

  /** An answer echoes `request`, the lane that it is about, and `client`, the connection on which it was asked. */
  #ask(status: SwitchStatus, lane: number): ControlMessage {
    return this.#send(status, "status", { count: lane, request: lane, client: status.connection });
  }

  #send(
    status: SwitchStatus,
    kind: "status" | "setLane" | "token",
    fields: Partial<RingWorldHeader>,
  ): ControlMessage {
    const message = outgoing(status.plan.address, kind, { ...fields, view: this.#plan.view });
    return { switch: status.plan.switch, message };
  }

  #startToken(): ControlMessage[] {
    const [first] = this.#plan.ring;
    const fresh = [...this.#switches.values()].every(
      ({ connected, counters, lanesReady }) => connected && lanesReady && counters?.tokenSequence === 0,
    );
    if (first === undefined || !fresh) return [];
    this.#isTokenSent = true;
    const fields = { ...indexFields(this.#plan.start), sequence: firstSequence };
    return [this.#send(this.#status(first), "token", fields)];
  }

  /** The hop numbers of the token wrap at 2^32, the count of hops does not; 0 is "no token was here". */
  #countHops(sequence: number): void {
    if (sequence === 0) return;
    const hops = serialDistance(this.#tokenSequence ?? firstSequence, sequence);
    if (hops < 0) return;
    this.#tokenSequence = sequence;
    this.#hops += hops;
  }

  /** The first index that some lane has not committed, less one. */
  get committedIndex(): bigint {
    const { stripeCount, start } = this.#plan;
    let least: bigint | undefined;
    for (let stripe = 0; stripe < stripeCount; stripe += 1) {
      const position = this.committedPosition(stripe) ?? positionAbove(start, stripe, stripeCount);
      const index = position * BigInt(stripeCount) + BigInt(stripe);
      if (least === undefined || index < least) least = index;
    }
    // A cursor that is not yet where its lane begins says nothing: everything up to the start of the view is settled.
    return least === undefined || least <= start ? start : least - 1n;
  }
}

function lastIndexOf(switches: readonly SwitchSnapshot[]): bigint {
  let last = 0n;
  for (const { counters } of switches) {
    if (counters !== undefined && counters.lastIndex > last) last = counters.lastIndex;
  }
  return last;
}
