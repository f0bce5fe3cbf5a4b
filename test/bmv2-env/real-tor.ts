import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { P4RuntimeClient } from "p4runtime-js-grpc";
import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { Update } from "p4runtime-js-grpc/values";
import { freePort, listens } from "../../bmv2-env/ports.js";
import { readPcap, writePcap } from "../emit/support/pcap.js";
import type { Arrival } from "./tor-messages.js";

/** Time to load the program. */
const startSeconds = 3;
const quietMs = 1_500;
const deviceId = 1n;

/** What a switch runs, and what happens to it. */
export interface Play {
  readonly pipeline: PipelineConfig;
  readonly updates: readonly Update[];
  readonly arrivals: readonly Arrival[];
  /** Between two arrivals. */
  readonly gapUs: number;
  readonly ports: readonly number[];
}

/** The frames that left each port. */
export type Left = ReadonlyMap<number, readonly Uint8Array[]>;

/**
 * Lets simple_switch_grpc do it: it takes capture files in the place of interfaces. It keeps to their times, counted
 * from the first frame of all; what is due while it waits to begin comes all at once when it does, so that the
 * arrivals are later than that, and a frame that means nothing is the first.
 */
export async function throughRealTor(play: Play): Promise<Left> {
  const directory = mkdtempSync(path.join(tmpdir(), "bmv2-tor-"));
  const file = (port: number, side: "in" | "out") => path.join(directory, `p${port}_${side}.pcap`);
  const beginUs = startSeconds * 1_000_000;
  const arrivals = play.arrivals.map((each, index) => ({
    ...each,
    atUs: beginUs + play.gapUs * (index + 1),
  }));
  const timed = [{ port: play.ports[0], frame: new Uint8Array(64), atUs: 0 }, ...arrivals];
  for (const port of play.ports) {
    const frames = timed.filter((each) => each.port === port);
    writeFileSync(file(port, "in"), writePcap(frames.map(({ frame, atUs }) => ({ bytes: frame, atUs }))));
  }
  const p4runtimePort = await freePort();
  const child = start(play.ports, directory, p4runtimePort);
  try {
    await program(child, p4runtimePort, play);
    await sleep(2 * startSeconds * 1000 + (play.gapUs / 1000) * play.arrivals.length);
    await untilQuiet(play.ports.map((port) => file(port, "out")));
  } finally {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  const left = play.ports.map((port) => [port, readPcap(readFileSync(file(port, "out")))] as const);
  rmSync(directory, { recursive: true });
  return new Map(left);
}

/**
 * The program gives classes priorities up to 7, and a packet with a priority that has no queue is dropped. On a busy
 * machine the switch must go first, or what was to happen long before the next arrival happens after it.
 */
function start(ports: readonly number[], directory: string, p4runtimePort: number): ChildProcess {
  const interfaces = ports.flatMap((port) => ["-i", `${port}@p${port}`]);
  const general = ["--no-p4", "--device-id", `${deviceId}`, "--use-files", `${startSeconds}`, ...interfaces];
  const target = ["--grpc-server-addr", `127.0.0.1:${p4runtimePort}`, "--cpu-port", "510"];
  const flags = [...general, "--", ...target, "--priority-queues", "8"];
  return spawn("nice", ["-n", "-15", "simple_switch_grpc", ...flags], { stdio: "ignore", cwd: directory });
}

async function program(child: ChildProcess, port: number, { pipeline, updates }: Play): Promise<void> {
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`simple_switch_grpc ended with ${child.exitCode}`);
    await sleep(50);
  }
  const address = `127.0.0.1:${port}`;
  const client = await P4RuntimeClient.connect({ address, deviceId, electionId: 1n, timeoutMs: 10_000 });
  try {
    await client.becomePrimary();
    await client.setPipeline(pipeline);
    await client.write(updates);
  } finally {
    await client.close();
  }
}

async function untilQuiet(files: readonly string[]): Promise<void> {
  const total = () =>
    files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  for (let before = -1; before !== total(); ) {
    before = total();
    await sleep(quietMs);
  }
}
