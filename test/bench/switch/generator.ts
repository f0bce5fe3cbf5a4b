import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { Histogram } from "../../../src/base/index.js";
import { TransmitRing } from "../../../src/io/node/ethernet/transmit-ring.js";
import { InterfacePort } from "../../../src/io/node/index.js";
import { frameTo } from "./frames.js";

/** What the generator is told. */
export type Task =
  /** Sends frames for a time; `ratePps` 0 is as fast as it can. */
  | { readonly kind: "load"; readonly ratePps: number; readonly frameBytes: number; readonly seconds: number }
  /** Sends single frames, a millisecond apart, and waits for each at the other end. */
  | { readonly kind: "probe"; readonly frameBytes: number; readonly packets: number };

/** What it answers: frames sent, or how long probes took. */
export type Answer =
  | { readonly sent: number }
  | { readonly p50Us: number; readonly p99Us: number; readonly lost: number };

const batchFrames = 64;
const probeWithinMs = 1_000;

/** A process in the namespace at the far ends of two cables: frames go into `in` and come back from `out`. */
function main(addresses: readonly number[]): void {
  const ring = new TransmitRing("in");
  process.on("message", async (task: Task) => {
    const frames = addresses.map((address) => frameTo(address, task.frameBytes));
    process.send?.(task.kind === "load" ? load(ring, frames, task) : await probe(frames, task.packets));
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.("ready");
}

function load(
  ring: TransmitRing,
  frames: readonly Uint8Array[],
  { ratePps, seconds }: Extract<Task, { kind: "load" }>,
): Answer {
  const startMs = performance.now();
  let sent = 0;
  for (let elapsedMs = 0; elapsedMs < seconds * 1000; elapsedMs = performance.now() - startMs) {
    const due =
      ratePps === 0 ? sent + batchFrames : Math.min((elapsedMs / 1000) * ratePps, sent + batchFrames);
    for (; sent < due; sent += 1) {
      const frame = frames[sent % frames.length];
      if (frame !== undefined) ring.add(frame);
    }
    ring.kick();
  }
  return { sent: sent - ring.refused };
}

async function probe(frames: readonly Uint8Array[], packets: number): Promise<Answer> {
  const ports = [new InterfacePort("in"), new InterfacePort("out")];
  const [near, far] = ports;
  const histogram = new Histogram();
  let lost = 0;
  for (let packet = 0; packet < packets; packet += 1) {
    await sleep(1);
    const startMs = performance.now();
    const back = new Promise<number>((resolve) => far?.onFrame(() => resolve(performance.now())));
    near?.send(frames[packet % frames.length] ?? new Uint8Array());
    const endMs = await Promise.race([back, sleep(probeWithinMs).then(() => undefined)]);
    if (endMs === undefined) lost += 1;
    else histogram.record((endMs - startMs) * 1000);
  }
  for (const port of ports) await port.close();
  return { p50Us: histogram.percentile(50), p99Us: histogram.percentile(99), lost };
}

main(process.argv.slice(2).map(Number));
