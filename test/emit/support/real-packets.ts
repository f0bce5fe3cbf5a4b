import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BatchError } from "p4runtime-js-grpc";
import type { Update } from "p4runtime-js-grpc/values";
import type { CompiledProgram } from "./artifacts.js";
import { hex } from "./observed-switch.js";
import { readPcap, writePcap } from "./pcap.js";
import { startRealSwitch } from "./real-switch.js";

const ports = 16;
/** Far enough apart that a packet has left, all loops done, before the next one comes. */
const gapUs = 5_000;
const startSeconds = 1;
/** As long as something new comes out within this time, there may be more. */
const quietMs = 1_500;

/**
 * Sends frames into one port of the real switch, by capture files in the place of interfaces.
 *
 * @returns what left each port, as hexadecimal text
 */
export async function throughRealSwitch(
  { p4infoBinary, bmv2Json }: CompiledProgram,
  updates: readonly Update[],
  arrivalPort: number,
  frames: readonly Uint8Array[],
): Promise<readonly (readonly string[])[]> {
  const directory = mkdtempSync(path.join(tmpdir(), "bmv2-"));
  const file = (port: number, side: "in" | "out") => path.join(directory, `port${port}_${side}.pcap`);
  const all = [...Array(ports).keys()];
  const timed = frames.map((bytes, index) => ({ atUs: gapUs * (index + 1), bytes }));
  for (const port of all) writeFileSync(file(port, "in"), writePcap(port === arrivalPort ? timed : []));
  const flags = ["--use-files", `${startSeconds}`, ...all.flatMap((port) => ["-i", `${port}@port${port}`])];
  const real = await startRealSwitch(flags, directory);
  try {
    await real.client.setPipeline({ p4info: p4infoBinary, deviceConfig: new TextEncoder().encode(bmv2Json) });
    await real.client.write(updates).catch((error: unknown) => {
      if (!(error instanceof BatchError)) throw error;
    });
    await sleep(startSeconds * 1_000);
    await untilQuiet(all.map((port) => file(port, "out")));
  } finally {
    await real.stop();
  }
  const left = all.map((port) => readPcap(readFileSync(file(port, "out"))).map(hex));
  rmSync(directory, { recursive: true });
  return left;
}

async function untilQuiet(files: readonly string[]): Promise<void> {
  const total = () =>
    files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  for (let before = -1; before !== total(); ) {
    before = total();
    await sleep(quietMs);
  }
}
