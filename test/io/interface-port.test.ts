import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CodedError } from "../../src/base/index.js";
import { InterfacePort } from "../../src/io/node/index.js";
import {
  enterPrivateNetwork,
  ip,
  macOf,
  makeCable,
  missingForNetwork,
  Neighbour,
} from "./network/private-network.js";

const missing = missingForNetwork();
const skip = missing.length > 0 && missing.join("; ");

function frameOf(length: number, fill: number): Uint8Array {
  const frame = new Uint8Array(length).fill(fill);
  frame.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5]);
  return frame;
}

/** Collects what a port receives. */
function collect(port: InterfacePort): Uint8Array[] {
  const frames: Uint8Array[] = [];
  port.onFrame((frame) => frames.push(frame));
  return frames;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

describe("a network interface as a port", { skip, timeout: 120_000 }, () => {
  before(enterPrivateNetwork);

  test("frames of every length arrive at the other end as they were, and do not come back", async () => {
    makeCable("a1", "b1");
    const [a, b] = [new InterfacePort("a1"), new InterfacePort("b1")];
    const [atA, atB] = [collect(a), collect(b)];
    const frames = [14, 15, 59, 60, 61, 64, 1000, 1513, 1514].map((length, index) => frameOf(length, index));
    for (const frame of frames) a.send(frame);
    await until(() => atB.length >= frames.length);
    assert.deepEqual(
      atB.map((frame) => Buffer.from(frame)),
      frames.map((frame) => Buffer.from(frame)),
    );
    b.send(frameOf(100, 7));
    await until(() => atA.length > 0);
    await sleep(20);
    assert.deepEqual([atA.length, atB.length], [1, frames.length]);
    await Promise.all([a.close(), b.close()]);
  });

  test("a VLAN tag stays where it is, in both directions", async () => {
    makeCable("a2", "b2");
    const [a, b] = [new InterfacePort("a2"), new InterfacePort("b2")];
    const atB = collect(b);
    const tagged = frameOf(80, 3);
    tagged.set([0x81, 0x00, 0xa0, 0x07, 0x88, 0xb5], 12);
    const twice = frameOf(90, 4);
    twice.set([0x88, 0xa8, 0x00, 0x05, 0x81, 0x00, 0x60, 0x06, 0x88, 0xb5], 12);
    const long = frameOf(1518, 5);
    long.set([0x81, 0x00, 0x00, 0x09], 12);
    for (const frame of [tagged, twice, long]) a.send(frame);
    await until(() => atB.length === 3);
    assert.deepEqual(
      atB.map((frame) => Buffer.from(frame)),
      [tagged, twice, long].map((frame) => Buffer.from(frame)),
    );
    await Promise.all([a.close(), b.close()]);
  });

  test("twenty thousand frames in bursts arrive, all of them and in order", async () => {
    makeCable("a3", "b3");
    const [a, b] = [new InterfacePort("a3"), new InterfacePort("b3")];
    const numbers: number[] = [];
    b.onFrame((frame) => numbers.push(new DataView(frame.buffer, frame.byteOffset).getUint32(14)));
    const count = 20_000;
    for (let sent = 0; sent < count; ) {
      for (const end = Math.min(count, sent + 500); sent < end; sent += 1) {
        const frame = frameOf(64, 0);
        new DataView(frame.buffer).setUint32(14, sent);
        a.send(frame);
      }
      await until(() => numbers.length === sent);
    }
    assert.deepEqual(
      numbers,
      Array.from({ length: count }, (_, number) => number),
    );
    assert.deepEqual(a.statistics, { refusedIn: 0, refusedOut: 0 });
    await Promise.all([a.close(), b.close()]);
  });

  test("frames that are longer than the cable takes are lost and counted; jumbo frames on a jumbo cable are not", async () => {
    makeCable("a4", "b4");
    makeCable("a5", "b5", 9216);
    const ports = ["a4", "b4", "a5", "b5"].map((name) => new InterfacePort(name));
    const [a4, , a5, b5] = ports;
    assert.ok(a4 !== undefined && a5 !== undefined && b5 !== undefined);
    a4.send(frameOf(9000, 1));
    a4.send(new Uint8Array(13));
    assert.equal(a4.statistics.refusedOut, 2);
    const atB5 = collect(b5);
    a5.send(frameOf(9230, 1));
    await until(() => atB5.length === 1);
    assert.deepEqual(Buffer.from(atB5[0] ?? []), Buffer.from(frameOf(9230, 1)));
    for (const port of ports) await port.close();
  });

  test("when an interface has been down, all goes on", async () => {
    makeCable("a6", "b6");
    const [a, b] = [new InterfacePort("a6"), new InterfacePort("b6")];
    const atB = collect(b);
    ip("link", "set", "b6", "down");
    await sleep(100);
    a.send(frameOf(64, 1));
    await sleep(50);
    ip("link", "set", "b6", "up");
    await sleep(100);
    for (let tries = 0; atB.length === 0 && tries < 200; tries += 1) {
      a.send(frameOf(64, 2));
      await sleep(20);
    }
    assert.equal(atB.at(-1)?.[20], 2);
    await Promise.all([a.close(), b.close()]);
  });

  test("kernels at both ends get whole segments with right checksums, whatever they leave to a network card", async () => {
    const [left, right] = ["10.77.0.1", "10.77.0.2"];
    const ports = ["a7", "a8"].map((name) => {
      makeCable(name, `far-${name}`);
      return new InterfacePort(name);
    });
    const [a, b] = ports;
    assert.ok(a !== undefined && b !== undefined);
    const lengths = new Set<number>();
    a.onFrame((frame) => {
      lengths.add(frame.length);
      b.send(frame);
    });
    b.onFrame((frame) => a.send(frame));
    const sender = await Neighbour.with("far-a7", left, right, macOf(right));
    const receiver = await Neighbour.with("far-a8", right, left, macOf(left));
    try {
      const program = fileURLToPath(new URL("network/stream-process.js", import.meta.url));
      const receiving = receiver.start(process.execPath, program, "receive", "7000");
      const output: string[] = [];
      receiving.stdout?.on("data", (part: Buffer) => output.push(part.toString()));
      await until(() => output.length > 0);
      const sending = sender.start(process.execPath, program, "send", right, "7000", "3000000");
      const expected: string[] = [];
      sending.stdout?.on("data", (part: Buffer) => expected.push(part.toString()));
      await Promise.all([once(receiving, "close"), once(sending, "close")]);
      assert.equal(output.join(""), `listening\n${expected.join("")}`);
      assert.ok(lengths.has(1514) && Math.max(...lengths) === 1514, [...lengths].join(" "));
    } finally {
      sender.end();
      receiver.end();
      for (const port of ports) await port.close();
    }
  });

  test("an interface that is not there is refused by name", () => {
    for (const name of ["nothere", "", "a-name-that-is-too-long"]) {
      assert.throws(() => new InterfacePort(name), isCoded("PORT-INTERFACE"));
    }
  });

  test("who may not open packet sockets is told what to do", () => {
    const index = new URL("../../src/io/node/index.js", import.meta.url).href;
    const script = `const { InterfacePort } = await import(${JSON.stringify(index)}); new InterfacePort("lo");`;
    const command = [
      "--bounding-set",
      "-net_raw",
      "--inh-caps",
      "-net_raw",
      process.execPath,
      "--input-type=module",
      "-e",
      script,
    ];
    const { stderr } = spawnSync("setpriv", command, { encoding: "utf8" });
    assert.match(stderr, /PORT-PERMISSION: no permission to open a packet socket.*\n?.*CAP_NET_RAW/s);
  });
});

function isCoded(code: string): (error: unknown) => boolean {
  return (error) => error instanceof CodedError && error.code === code;
}
