import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../../bmv2-env/ports.js";
import { PcapWriter } from "../../../src/io/node/index.js";
import type { PortFrame } from "./data-plane.js";

const ports = [...Array(16).keys(), 510];
/** So long after its start the switch reads its capture files. */
const startSeconds = 1;
const gapNs = 200_000n;
/** As long as something new comes out within this time, there may be more. */
const quietMs = 1_000;
const attemptsMax = 60;

/** The reason to skip what needs simple_switch with Thrift, or false. */
export const skipWithoutThrift =
  spawnSync("simple_switch", ["--version"]).error === undefined &&
  spawnSync("simple_switch_CLI", ["--help"]).status === 0
    ? false
    : "simple_switch and simple_switch_CLI are not on PATH";

/**
 * What all cells of registers hold in simple_switch after these frames, which come in by capture files: P4Runtime of
 * simple_switch_grpc reads no registers, Thrift of simple_switch does.
 */
export async function registersInBmv2(
  bmv2Json: string,
  frames: readonly PortFrame[],
  names: readonly string[],
): Promise<readonly string[]> {
  const directory = mkdtempSync(path.join(tmpdir(), "bmv2-"));
  const json = path.join(directory, "program.json");
  writeFileSync(json, bmv2Json);
  writeCaptures(directory, frames);
  const thriftPort = await freePort();
  const interfaces = ports.flatMap((port) => ["-i", `${port}@port${port}`]);
  const flags = ["--use-files", `${startSeconds}`, "--thrift-port", `${thriftPort}`, ...interfaces, json];
  const child = spawn("simple_switch", flags, { stdio: "ignore", cwd: directory });
  try {
    await sleep(startSeconds * 1_000);
    await untilQuiet(ports.map((port) => path.join(directory, `port${port}_out.pcap`)));
    return await ask(thriftPort, names);
  } finally {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    rmSync(directory, { recursive: true });
  }
}

function writeCaptures(directory: string, frames: readonly PortFrame[]): void {
  for (const port of ports) {
    const file = new PcapWriter(path.join(directory, `port${port}_in.pcap`));
    for (const [index, each] of frames.entries())
      if (each.port === port) file.write(each.frame, gapNs * BigInt(index + 1));
    file.close();
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

/** `ingress.arrivals= 0, 3, …` for each register. */
async function ask(thriftPort: number, names: readonly string[]): Promise<readonly string[]> {
  const input = names.map((name) => `register_read ${name}\n`).join("");
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const { stdout } = spawnSync("simple_switch_CLI", ["--thrift-port", `${thriftPort}`], {
      input,
      encoding: "utf8",
    });
    const found = names.flatMap((name) => {
      const start = stdout.indexOf(`${name}= `);
      return start < 0 ? [] : [stdout.slice(start, stdout.indexOf("\n", start))];
    });
    if (found.length === names.length) return found;
    await sleep(500);
  }
  throw new Error("simple_switch does not answer over Thrift");
}
