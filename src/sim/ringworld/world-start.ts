import type { ControllerPacket } from "p4runtime-js-grpc/values";
import { assert, serialAdd } from "../../base/index.js";
import { encodeLogRecord, factRecord } from "../../ringworld/log-record.js";
import type { SwitchState } from "../../switch/state/state.js";
import { decodeFrame, encodeFrame, ringworldKind } from "../../wire/index.js";
import type { Medium } from "../disk/medium.js";
import {
  encodeViewRecord,
  type Fabric,
  laneBegun,
  layoutOf,
  logServersOf,
  planDigest,
  planIfPossible,
  viewMark,
} from "./controller-logic.js";

/**
 * Where the counters of a world begin. A world lives for some milliseconds; one that begins like this has lived for
 * years, and its counters are about to wrap.
 */
export interface WorldStart {
  /** Everything up to here was settled, and is trimmed. */
  readonly index: bigint;
  /** The view in which that was; 0 for a log in which there was none yet. */
  readonly view: number;
  /** What a switch's registers hold when a view begins: tickets given out, epochs closed, and the token's hop number. */
  readonly ticket: number;
  readonly epoch: number;
  readonly sequence: number;
}

/** A log to which nothing has happened yet. */
export const freshStart: WorldStart = { index: 0n, view: 0, ticket: 0, epoch: 0, sequence: 0 };

/** Whoever made the view in which a world begins: nobody of this world. */
const formerOwner = 1n;

/** What the cookie of a switch says when a world begins. */
export function markAtStart({ view }: WorldStart): bigint {
  return view === 0 ? 0n : viewMark(view, formerOwner);
}

/** What the view in which a world begins has left on the disks of its log servers. */
export class ViewAtStart {
  readonly #start: WorldStart;
  readonly #servers: readonly string[];
  readonly #record: Uint8Array;

  constructor(start: WorldStart, fabric: Fabric) {
    this.#start = start;
    this.#servers = start.view === 0 ? [] : logServersOf(fabric);
    this.#record = start.view === 0 ? new Uint8Array(0) : recordAtStart(start, fabric);
  }

  /** Writes it on the disk of a log server, if it was of the view. */
  leaveAt(name: string, medium: Medium): void {
    if (!this.#servers.includes(name)) return;
    const { view, index } = this.#start;
    medium.append(encodeLogRecord(factRecord("install", view, index, formerOwner)), this.#record);
    if (index > 0n)
      medium.append(encodeLogRecord(factRecord("trim", view, index + 1n, 0n)), new Uint8Array(0));
    medium.harden(medium.records.length);
  }
}

function recordAtStart({ view, index }: WorldStart, fabric: Fabric): Uint8Array {
  const switches = fabric.switches.map(({ name }) => name);
  const membership = { switches, servers: logServersOf(fabric) };
  const plan = planIfPossible(fabric, view, index, membership);
  assert(plan !== undefined, "a world begins with a view that its fabric can have");
  return encodeViewRecord({ membership, layout: layoutOf(fabric), former: [], plan: planDigest(plan) });
}

/** Writes the counters of a sequencer into registers that are 0. */
export function beginCounters(state: SwitchState, { ticket, epoch, sequence }: WorldStart): void {
  const counters = {
    arrivals: ticket,
    released: ticket,
    epoch,
    token_sequence: sequence,
    acknowledged: sequence,
  };
  for (const [name, value] of Object.entries(counters)) {
    const found = state.registers.find(({ register }) => register.name === `ingress.${name}`);
    assert(found !== undefined, `the program has the register ${name}`);
    found.write(0, BigInt(value));
  }
}

/** The controller's first token has hop number 1; in this world it has the one that follows the registers. */
export function toSwitch(packet: ControllerPacket, { sequence }: WorldStart): ControllerPacket {
  return shifted(packet, ringworldKind.token, sequence);
}

/** And the controller counts hops from 1. */
export function fromSwitch(packet: ControllerPacket, { sequence }: WorldStart): ControllerPacket {
  return shifted(packet, ringworldKind.statusReply, -sequence);
}

function shifted(packet: ControllerPacket, kind: number, by: number): ControllerPacket {
  if (by === 0) return packet;
  const decoded = decodeFrame(packet.payload);
  if (!decoded.ok) return packet;
  const { ringworld } = decoded.frame;
  // The answer to `setLane` has no hop number.
  if (ringworld.kind !== kind || ringworld.code === laneBegun) return packet;
  const header = { ...ringworld, sequence: serialAdd(ringworld.sequence, by) };
  return { ...packet, payload: encodeFrame({ ...decoded.frame, ringworld: header }) };
}
