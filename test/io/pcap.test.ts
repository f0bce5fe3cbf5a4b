import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { CodedError } from "../../src/base/index.js";
import { PcapPort, PcapWriter, parsePcap, RecordedPort, readPcap } from "../../src/io/node/index.js";
import { temporaryDirectory } from "./temporary-directory.js";

/** A capture file with one frame of three bytes. */
function capture(littleEndian: boolean, magic: number, fraction: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(24 + 16 + 3));
  view.setUint32(0, magic, littleEndian);
  view.setUint32(20, 1, littleEndian);
  view.setUint32(24, 1_700_000_000, littleEndian);
  view.setUint32(28, fraction, littleEndian);
  view.setUint32(32, 3, littleEndian);
  view.setUint32(36, 60, littleEndian);
  view.setUint8(40, 7);
  return new Uint8Array(view.buffer);
}

test("capture files of both byte orders and both resolutions say the same", () => {
  const expected = [
    { timestampNs: 1_700_000_000_000_005_000n, bytes: Uint8Array.of(7, 0, 0), originalBytes: 60 },
  ];
  for (const littleEndian of [true, false]) {
    assert.deepEqual(parsePcap(capture(littleEndian, 0xa1b2c3d4, 5), "x"), expected);
    assert.deepEqual(parsePcap(capture(littleEndian, 0xa1b23c4d, 5000), "x"), expected);
  }
});

test("what is written is read back", async (context) => {
  const file = path.join(await temporaryDirectory(context), "x.pcap");
  const frames = Array.from({ length: 300 }, (_, at) => new Uint8Array(at * 30).fill(at));
  const writer = new PcapWriter(file);
  frames.forEach((frame, at) => {
    writer.write(frame, BigInt(at) * 1_000_000_000_000n + 123_456_000n);
  });
  writer.close();
  const read = readPcap(file);
  assert.deepEqual(
    read.map(({ bytes }) => Buffer.from(bytes)),
    frames.map((frame) => Buffer.from(frame)),
  );
  assert.equal(read[299]?.timestampNs, 299_000_123_456_000n);
});

const hasTcpdump = spawnSync("tcpdump", ["--version"]).error === undefined;

test("tcpdump reads what is written", { skip: !hasTcpdump && "tcpdump is not on PATH" }, async (context) => {
  const file = path.join(await temporaryDirectory(context), "x.pcap");
  const writer = new PcapWriter(file);
  const frame = new Uint8Array(60);
  frame.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5]);
  writer.write(frame, 86_400_000_001_000n);
  writer.close();
  const { stdout } = spawnSync("tcpdump", ["-tt", "-e", "-nr", file], { encoding: "utf8" });
  assert.match(stdout, /^86400\.000001 02:00:00:00:00:01 > 02:00:00:00:00:02, .*length 60/);
});

test("a damaged file is refused with the place of the damage, whatever was done to it", async (context) => {
  const whole = capture(true, 0xa1b2c3d4, 5);
  const refused = (bytes: Uint8Array) => {
    try {
      parsePcap(bytes, "x.pcap");
    } catch (error) {
      assert.ok(error instanceof CodedError, String(error));
      return error.message;
    }
    return undefined;
  };
  assert.match(
    refused(whole.subarray(0, 42)) ?? "",
    /^PCAP-DAMAGED: x.pcap: frame 1, at byte 24, ends within its bytes/,
  );
  assert.match(refused(whole.subarray(0, 30)) ?? "", /^PCAP-DAMAGED: .* ends within a header/);
  assert.match(refused(whole.subarray(0, 10)) ?? "", /^PCAP-FORMAT/);
  assert.match(
    refused(Uint8Array.of(0x0a, 0x0d, 0x0d, 0x0a, ...new Uint8Array(40))) ?? "",
    /pcapng.*\n.*editcap/,
  );
  const other = whole.slice();
  other[20] = 113;
  assert.match(refused(other) ?? "", /^PCAP-LINK-TYPE: x.pcap holds frames of link type 113/);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(whole.length), (noise, at) => {
      refused(Uint8Array.from([...whole.subarray(0, at), ...noise, ...whole.subarray(at)]));
    }),
  );
  const missing = path.join(await temporaryDirectory(context), "no.pcap");
  assert.throws(() => readPcap(missing), /PCAP-FILE/);
});

test("ports of capture files take their frames in the order of time, and write what they are sent", async (context) => {
  const directory = await temporaryDirectory(context);
  const write = (name: string, times: readonly number[]) => {
    const writer = new PcapWriter(path.join(directory, `${name}_in.pcap`));
    for (const time of times) writer.write(new Uint8Array(20).fill(time), BigInt(time) * 1_000_000n);
    writer.close();
  };
  write("left", [1, 4, 5]);
  write("right", [2, 3, 5]);
  const ports = [new PcapPort(directory, "left"), new PcapPort(directory, "right")];
  const order: string[] = [];
  ports.forEach((port, number) => {
    port.onFrame((frame) => {
      order.push(`${number}:${frame[0]}`);
      ports[1 - number]?.send(frame);
    });
  });
  await PcapPort.replay(ports);
  for (const port of ports) await port.close();
  assert.deepEqual(order, ["0:1", "1:2", "1:3", "0:4", "0:5", "1:5"]);
  const out = readPcap(path.join(directory, "left_out.pcap"));
  assert.deepEqual(
    out.map(({ bytes, timestampNs }) => [bytes[0], timestampNs]),
    [
      [2, 2_000_000n],
      [3, 3_000_000n],
      [5, 5_000_000n],
    ],
  );
});

test("a recorded port writes both directions", async (context) => {
  const directory = await temporaryDirectory(context);
  let deliver: (frame: Uint8Array) => void = () => {};
  const sent: number[] = [];
  const inner = {
    send: (frame: Uint8Array) => sent.push(frame.length),
    onFrame: (receive: (frame: Uint8Array) => void) => {
      deliver = receive;
    },
    close: async () => undefined,
  };
  const port = new RecordedPort(inner, directory, "eth7");
  const received: number[] = [];
  port.onFrame((frame) => received.push(frame.length));
  const before = BigInt(Date.now()) * 1_000_000n;
  deliver(new Uint8Array(20));
  port.send(new Uint8Array(30));
  await port.close();
  assert.deepEqual([received, sent], [[20], [30]]);
  const [incoming] = readPcap(path.join(directory, "eth7_in.pcap"));
  const [outgoing] = readPcap(path.join(directory, "eth7_out.pcap"));
  assert.deepEqual([incoming?.bytes.length, outgoing?.bytes.length], [20, 30]);
  const passedNs = (incoming?.timestampNs ?? 0n) - before;
  assert.ok(passedNs > -2_000_000_000n && passedNs < 600_000_000_000n, `${passedNs}`);
});
