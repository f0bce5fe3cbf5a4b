// The ToR program on the embedded switch and on simple_switch_grpc: the same entries and messages, the same packets.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { tableEntry, type Update } from "p4runtime-js-grpc/values";
import { parseFabric, planFabric } from "../../controller/index.js";
import { seededRandom } from "../../src/base/index.js";
import { loadArtifacts } from "../../src/cli/fabric/artifacts.js";
import { Switch, SwitchPipeline } from "../../src/switch/index.js";
import { ManualTime } from "../switch/support/manual-time.js";
import { root } from "./command.js";
import { describeFrame } from "./describe-frame.js";
import { type Left, type Play, throughRealTor } from "./real-tor.js";
import { randomArrivals } from "./tor-messages.js";

const skip =
  spawnSync("simple_switch_grpc", ["--version"]).error !== undefined && "no simple_switch_grpc on PATH";

const seed = Number(process.env.SEED ?? 1);
const messages = 400;

test("the ToR program does the same on both switches", { skip, timeout: 120_000 }, async () => {
  const play = {
    pipeline: loadArtifacts("tor"),
    updates: updatesOfFirstSwitch(),
    arrivals: randomArrivals(seededRandom(seed), messages),
    // Far enough apart that a packet has left, all loops done, before the next one comes.
    gapUs: 20_000,
    ports: [1, 2, 3, 4, 5, 6, 7, 8, 17, 18, 19, 33, 34, 35, 509],
  };
  const [ours, theirs] = [throughEmbedded(play), await throughRealTor(play)];
  for (const port of play.ports) assert.deepEqual(lines(ours, port), lines(theirs, port), `port ${port}`);
  const kinds = new Set(play.ports.flatMap((port) => lines(ours, port)).map((line) => line.split(" ")[3]));
  for (const kind of ["grant", "release", "store", "committed", "refused", "fetch", "tokenAck", "token"])
    assert.ok(kinds.has(kind), `a ${kind} has left the switch`);
});

/** What left a port: each frame in words and in full. Those of a class may overtake others, but not each other. */
function lines(left: Left, port: number): string[] {
  const frames = left.get(port) ?? [];
  const inClass = frames.filter(isInClass);
  const others = frames.filter((frame) => !isInClass(frame));
  return [...inClass, ...others].map(
    (frame) => `${describeFrame(frame)} ${Buffer.from(frame).toString("hex")}`,
  );
}

function isInClass(frame: Uint8Array): boolean {
  return (frame[15] ?? 0) >> 2 === 46;
}

/** What the controller gives to s1, and a port whose messages count as the controller's. */
function updatesOfFirstSwitch(): Update[] {
  const text = readFileSync(path.join(root, "controller/fabrics/four-racks.yaml"), "utf8");
  const [plan] = planFabric(parseFabric(text, "four-racks.yaml"), 1).switches;
  assert.ok(plan !== undefined);
  const controller = tableEntry({
    table: "ingress.port_role",
    match: { ingress_port: { kind: "exact", value: 7n } },
    action: { kind: "action", value: { action: "ingress.set_role", params: { role: 5n, trusted: 0n } } },
  });
  return [...plan.entities, controller].map((entity) => ({
    type: entity.kind === "tableEntry" && entity.isDefault ? "modify" : "insert",
    entity,
  }));
}

function throughEmbedded({ pipeline, updates, arrivals, gapUs, ports }: Play): Left {
  const time = new ManualTime();
  const target = new Switch({ clock: time, timers: time, random: seededRandom(1) });
  const control = new SwitchPipeline(target, { cpuPort: 510 });
  control.commit(pipeline);
  for (const update of updates) control.apply(update);
  const left = new Map(ports.map((port) => [port, [] as Uint8Array[]]));
  for (const [port, frames] of left) {
    target.attach(port, { send: (frame) => frames.push(Uint8Array.from(frame)) });
  }
  for (const { port, frame } of arrivals) {
    target.receive(port, Uint8Array.from(frame));
    time.advance(gapUs);
  }
  return left;
}
