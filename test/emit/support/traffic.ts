import { p4info } from "p4runtime-js-grpc/messages";
import { type Entity, tableEntry, type Update } from "p4runtime-js-grpc/values";
import { randomBelow, seededRandom } from "../../../src/base/index.js";
import type { Program } from "../../../src/ir/index.js";
import type { PortFrame } from "./data-plane.js";
import { randomUpdates } from "./random-entries.js";
import { randomPacket } from "./random-packets.js";

/** What a controller writes, and the frames that come in behind it. */
export interface Traffic {
  readonly seed: number;
  readonly updates: readonly Update[];
  readonly frames: readonly PortFrame[];
}

const entriesEachTable = 16;
/** Entries and registers begin anew after so many packets. */
const framesEachRound = 500;
/** The port of the controller is one of them. */
const ports = [...Array(16).keys(), 510];

/** How many packets each program gets: `PROOF_PACKETS=10000` is the whole proof. */
export function packetsEachProgram(usual: number): number {
  return Number(process.env.PROOF_PACKETS ?? usual);
}

/** Rounds of traffic for a program: random entries for its tables, packets that get deep into its parser. */
export function rounds(program: Program, info: p4info.P4Info, packets: number): readonly Traffic[] {
  return Array.from({ length: Math.ceil(packets / framesEachRound) }, (_, round) => {
    const random = seededRandom(round + 1);
    const updates = [...replication(), ...randomUpdates(info, entriesEachTable, random)];
    const count = Math.min(framesEachRound, packets - round * framesEachRound);
    const frames = Array.from({ length: count }, () => {
      const frame = randomPacket(program, random);
      return { port: ports[randomBelow(random, ports.length)] ?? 0, frame };
    });
    return { seed: round + 1, updates, frames };
  });
}

function replication(): readonly Update[] {
  const replicas = (count: number) =>
    Array.from({ length: count }, (_, instance) => ({ port: instance + count, instance }));
  const groups = [1, 2, 3].map(
    (groupId): Entity => ({
      kind: "multicastGroup",
      groupId,
      replicas: replicas(groupId),
      metadata: new Uint8Array(0),
    }),
  );
  const sessions = [5, 6, 7].map(
    (sessionId): Entity => ({
      kind: "cloneSession",
      sessionId,
      replicas: replicas(1),
      classOfService: 0,
      packetLengthBytes: 0,
    }),
  );
  return [...groups, ...sessions].map((entity) => ({ type: "insert", entity }));
}

/** What reads every counter of a program, one request each. */
export function counterFilters(binary: Uint8Array): readonly Entity[] {
  const info = p4info.P4Info.decode(binary);
  const counters = info.counters.map(
    ({ preamble }): Entity => ({ kind: "counterEntry", counter: preamble?.name ?? "" }),
  );
  const counted = new Set(info.directCounters.map(({ directTableId }) => directTableId));
  const direct = info.tables
    .filter(({ preamble }) => counted.has(preamble?.id ?? 0))
    .map(
      ({ preamble }): Entity => ({
        kind: "directCounterEntry",
        tableEntry: tableEntry({ table: preamble?.name ?? "" }),
      }),
    );
  return [...counters, ...direct];
}

/** A counter's cell as text; whoever answers, it is the same, but for the priority of a const entry. */
export function showCell(entity: Entity): string {
  if (entity.kind === "counterEntry") {
    return `${entity.counter}(${entity.index}) ${entity.data?.packets} packets, ${entity.data?.bytes} bytes`;
  }
  if (entity.kind !== "directCounterEntry") throw new Error(`a ${entity.kind} is no counter`);
  const { tableEntry: entry, data } = entity;
  const key = Object.entries(entry.match).map(([name, match]) => `${name} ${Object.values(match).join(" ")}`);
  return `${entry.table} ${key.sort().join(", ")}: ${data?.packets} packets, ${data?.bytes} bytes`;
}
