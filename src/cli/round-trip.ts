import { createHash } from "node:crypto";
import { assert } from "../base/index.js";
import type { LogClient, LogEntry } from "../ringworld/index.js";
import { splitEntries } from "./entries.js";
import type { HostAttachment } from "./fabric/host-attachment.js";
import { openLogSession } from "./fabric/log-session.js";
import type { RunningFabric } from "./fabric/running-fabric.js";
import { progressBar } from "./output.js";
import { appendAll } from "./workload.js";

/** Where an append waits for its index (docs/PROTOCOL.md, Sequencing). */
export type PendingMode = "ticket" | "recirculate";

/** What one pending mode did with the input. */
export interface ModeResult {
  readonly mode: PendingMode;
  readonly entries: number;
  readonly bytes: number;
  readonly appendsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly laps: number;
  readonly tokenHops: number;
  readonly recirculationsPerAppend: number;
  readonly sha256In: string;
  readonly sha256Out: string;
}

/** Appends the input and reads it back, once in each pending mode. */
export async function runBothModes(
  running: RunningFabric,
  input: Uint8Array,
  aborted: AbortSignal,
): Promise<readonly ModeResult[]> {
  const [writer, reader] = clientsOf(running);
  const results: ModeResult[] = [];
  for (const mode of ["ticket", "recirculate"] as const) {
    results.push(await runMode({ running, input, writer, reader, mode, aborted }));
  }
  return results;
}

interface Trip {
  readonly running: RunningFabric;
  readonly input: Uint8Array;
  readonly writer: HostAttachment;
  readonly reader: HostAttachment;
  readonly mode: PendingMode;
  /** Ends what is under way. */
  readonly aborted: AbortSignal;
}

/** A client of the first rack, which writes, and one of the last, which reads. */
function clientsOf(running: RunningFabric): readonly [HostAttachment, HostAttachment] {
  const clients = running.embedded.attachments.filter((host) => host.role === "client");
  const [first, last] = [clients[0], clients.at(-1)];
  assert(first !== undefined && last !== undefined && first !== last, "the fabric has two clients");
  return [first, last];
}

async function runMode(trip: Trip): Promise<ModeResult> {
  const entries = [...splitEntries(trip.input, { keepNewline: true })];
  const written = await write(trip, entries);
  const back = await readBack(trip, written.client, entries.length);
  return {
    mode: trip.mode,
    entries: entries.length,
    bytes: trip.input.length,
    ...written.figures,
    sha256In: sha256([trip.input]),
    sha256Out: sha256(back),
  };
}

async function write(trip: Trip, entries: readonly Uint8Array[]) {
  const session = await openLogSession(trip.writer, { mode: trip.mode });
  const cut = () => session.client.close();
  trip.aborted.addEventListener("abort", cut);
  const bar = progressBar(`append (${trip.mode})`, entries.length);
  try {
    const before = measure(trip.running);
    const startedMs = performance.now();
    await appendAll(session.client, entries, { onDone: bar.update });
    const seconds = (performance.now() - startedMs) / 1000;
    const after = measure(trip.running);
    const figures = figuresOf(session.client, entries.length, seconds, before, after);
    return { client: session.client.client, figures };
  } finally {
    trip.aborted.removeEventListener("abort", cut);
    bar.stop();
    await session.close();
  }
}

interface Measure {
  readonly laps: number;
  readonly hops: number;
  readonly recirculations: number;
}

function measure(running: RunningFabric): Measure {
  const { embedded } = running;
  const recirculations = embedded.switches.map((each) => each.dataPlane.statistics.recirculated);
  const { hops, laps } = running.snapshot();
  return {
    laps,
    hops,
    recirculations: recirculations.reduce((sum, each) => sum + each, 0),
  };
}

function figuresOf(client: LogClient, appends: number, seconds: number, before: Measure, after: Measure) {
  const { appendLatencyUs } = client.statistics;
  return {
    appendsPerSecond: appends / seconds,
    p50Ms: appendLatencyUs.percentile(50) / 1000,
    p99Ms: appendLatencyUs.percentile(99) / 1000,
    laps: after.laps - before.laps,
    tokenHops: after.hops - before.hops,
    recirculationsPerAppend: appends === 0 ? 0 : (after.recirculations - before.recirculations) / appends,
  };
}

/** What `writer` appended, in the order in which it did: a client numbers its packs, and puts first what came first. */
async function readBack(trip: Trip, writer: bigint, count: number): Promise<readonly Uint8Array[]> {
  const session = await openLogSession(trip.reader);
  const cut = () => session.client.close();
  trip.aborted.addEventListener("abort", cut);
  const bar = progressBar(`read (${trip.mode})`, count);
  try {
    const found: LogEntry[] = [];
    for await (const entry of session.client.entries()) {
      if (entry.client !== writer) continue;
      found.push(entry);
      bar.update(found.length);
    }
    return found
      .sort((left, right) => left.request - right.request || left.place - right.place)
      .map((entry) => entry.value);
  } finally {
    trip.aborted.removeEventListener("abort", cut);
    bar.stop();
    await session.close();
  }
}

function sha256(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
