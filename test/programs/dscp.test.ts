import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entity } from "p4runtime-js-grpc/values";
import { type EdgePort, siteEdgeEntries } from "../../controller/index.js";
import { fromHex, seededRandom, toHex } from "../../src/base/index.js";
import { emitArtifacts } from "../../src/emit/index.js";
import { dscp } from "../../src/programs/index.js";
import { Simulation } from "../../src/sim/index.js";
import { Switch, SwitchPipeline } from "../../src/switch/index.js";
import { decodeUdpDatagram, encodeUdpDatagram, parseIpv4 } from "../../src/wire/index.js";

const { p4infoBinary, bmv2Json } = emitArtifacts(dscp.ir);
const wan = 10;
const expedited = 46;
const routes = [{ address: parseIpv4("10.2.0.0") ?? 0, prefixLength: 16, port: wan, mac: 0x0200_0000_00ffn }];
const classes = [
  { mark: "dscp", values: [expedited], queue: 7 },
  { mark: "pcp", values: [5], queue: 7 },
  { mark: "exp", values: [5], queue: 7 },
] as const;

/** A site-edge switch whose port 10 is the WAN, slow enough that queues fill: 1 byte a microsecond. */
class Edge {
  readonly simulation = new Simulation();
  readonly leaving: { readonly atUs: number; readonly frame: Uint8Array }[] = [];
  readonly pipeline: SwitchPipeline;
  readonly target: Switch;

  constructor(ports: readonly EdgePort[]) {
    const { simulation } = this;
    this.target = new Switch({ clock: simulation, timers: simulation, random: seededRandom(1) });
    this.target.attach(wan, { send: (frame) => this.leaving.push({ atUs: simulation.nowUs(), frame }) });
    this.target.setLink(wan, { rateBps: 8_000_000, queueDepth: 100 });
    this.pipeline = new SwitchPipeline(this.target, {});
    this.pipeline.commit({ p4info: p4infoBinary, deviceConfig: Buffer.from(bmv2Json) });
    for (const entity of siteEdgeEntries({ ports, classes, routes })) this.write(entity);
  }

  write(entity: Entity): void {
    this.pipeline.apply({ type: entity.kind === "meterEntry" ? "modify" : "insert", entity });
  }

  /** Sends frames in at a port, all at once, and waits until all have left: what they show in that order. */
  through(port: number, frames: readonly Uint8Array[]): Uint8Array[] {
    this.leaving.length = 0;
    for (const frame of frames) this.target.receive(port, frame);
    this.simulation.runUntil(this.simulation.nowUs() + 1_000_000);
    return this.leaving.map(({ frame }) => frame);
  }

  /** Packets of each class that the switch has counted. */
  counted(): number[] {
    const entries = [...this.pipeline.read(dscp.counters.class_traffic.entry())];
    return entries.map((entry) => (entry.kind === "counterEntry" ? Number(entry.data?.packets ?? 0n) : -1));
  }
}

function packet(mark: number, number: number): Uint8Array {
  return encodeUdpDatagram({
    ethernet: { dst: 1n, src: 2n },
    source: { address: parseIpv4("10.1.0.1") ?? 0, port: 1 },
    destination: { address: parseIpv4("10.2.0.1") ?? 0, port: 2 },
    dscp: mark,
    payload: new Uint8Array(100).fill(number),
  });
}

const shown = (frames: readonly Uint8Array[]) =>
  frames.map((frame) => {
    const datagram = decodeUdpDatagram(frame);
    return datagram && [datagram.dscp, datagram.payload[0]];
  });

/** Bulk, bulk, bulk, and then one with the mark. */
const marked = [0, 0, 0, expedited].map(packet);

test("a believed DSCP goes in front of everything but what is being sent, with a right checksum", () => {
  const edge = new Edge([{ port: 1, trust: "dscp" }]);
  const frames = edge.through(1, marked);
  assert.deepEqual(shown(frames), [
    [0, 0],
    [expedited, 3],
    [0, 1],
    [0, 2],
  ]);
  for (const frame of frames) {
    let sum = 0;
    for (let at = 14; at < 34; at += 2) sum += ((frame[at] ?? 0) << 8) | (frame[at + 1] ?? 0);
    assert.equal((sum & 0xffff) + (sum >>> 16), 0xffff);
  }
  assert.deepEqual(edge.counted(), [3, 0, 0, 0, 0, 0, 0, 1]);
});

test("a port that is not trusted gains nothing by marking, and its mark goes no further", () => {
  for (const ports of [[], [{ port: 1 }]]) {
    const edge = new Edge(ports);
    assert.deepEqual(shown(edge.through(1, marked)), [
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 3],
    ]);
    assert.deepEqual(edge.counted(), [4, 0, 0, 0, 0, 0, 0, 0]);
  }
});

test("a port's packets can be given a class and a DSCP, whatever they claim", () => {
  const edge = new Edge([]);
  const { port_trust } = dscp.tables;
  edge.write(port_trust.entry({ ingress_port: 2 }, dscp.actions.impose({ dscp: 10, traffic_class: 3 })));
  assert.deepEqual(shown(edge.through(2, [packet(expedited, 1)])), [[10, 1]]);
  assert.deepEqual(edge.counted(), [0, 0, 0, 1, 0, 0, 0, 0]);
});

test("a mark that no class is for is best effort, and stays", () => {
  const edge = new Edge([{ port: 1, trust: "dscp" }]);
  assert.deepEqual(shown(edge.through(1, [packet(12, 1)])), [[12, 1]]);
  assert.deepEqual(edge.counted(), [1, 0, 0, 0, 0, 0, 0, 0]);
});

/** An Ethernet frame to the bridge's only address with a VLAN tag of a PCP, 60 bytes. */
const tagged = (pcp: number, mark: string) =>
  fromHex(`0200000000010200000000028100${(pcp << 1).toString(16)}00188b5${mark}`.padEnd(120, "0")) ??
  new Uint8Array();

test("PCP of a tagged frame: believed, or cleared", () => {
  for (const [ports, pcp, order] of [
    [[{ port: 1, trust: "pcp" }], "a", ["01", "03", "02"]],
    [[], "0", ["01", "02", "03"]],
  ] as const) {
    const edge = new Edge(ports);
    const { bridge } = dscp.tables;
    edge.write(bridge.entry({ dst: 0x0200_0000_0001n }, dscp.actions.bridge_to({ port: wan })));
    const frames = edge.through(1, [tagged(0, "01"), tagged(0, "02"), tagged(5, "03")]).map(toHex);
    assert.deepEqual(
      frames.map((frame) => frame.slice(36, 38)),
      order,
    );
    assert.equal(frames.find((frame) => frame.slice(36, 38) === "03")?.[28], pcp);
  }
});

/** An MPLS packet with label 16, an EXP and the bottom of the stack. */
const labelled = (exp: number, mark: string) =>
  fromHex(
    `0200000000010200000000028847${"00010"}${((exp << 1) | 1).toString(16)}40${mark}`.padEnd(120, "0"),
  ) ?? new Uint8Array();

test("EXP of a labelled packet: believed, or cleared; the label is swapped", () => {
  for (const [ports, bits, order] of [
    [[{ port: 1, trust: "exp" }], "b", ["01", "03", "02"]],
    [[{ port: 1, trust: "dscp" }], "b", ["01", "02", "03"]],
    [[], "1", ["01", "02", "03"]],
  ] as const) {
    const edge = new Edge(ports);
    const swap = dscp.actions.swap_label({ label: 17, port: wan, dst_mac: 3n });
    edge.write(dscp.tables.mpls_route.entry({ label: 16 }, swap));
    const frames = edge.through(1, [labelled(0, "01"), labelled(0, "02"), labelled(5, "03")]).map(toHex);
    assert.deepEqual(
      frames.map((frame) => frame.slice(36, 38)),
      order,
    );
    const last = frames.find((frame) => frame.slice(36, 38) === "03") ?? "";
    assert.equal(last.slice(28, 36), `00011${bits}3f`);
  }
});

test("what a port sends above its meter's rate goes as best effort, without its mark, and is counted", () => {
  const edge = new Edge([{ port: 1, trust: "dscp", police: { bytesPerSecond: 1000, burstBytes: 300 } }]);
  const frames = edge.through(
    1,
    Array.from({ length: 10 }, (_, number) => packet(expedited, number)),
  );
  const kept = shown(frames).filter((seen) => seen?.[0] === expedited);
  assert.equal(frames.length, 10);
  assert.ok(kept.length >= 1 && kept.length <= 3, `${kept.length} kept their class`);
  assert.deepEqual(edge.counted(), [10 - kept.length, 0, 0, 0, 0, 0, 0, kept.length]);
  const [demoted] = [...edge.pipeline.read(dscp.counters.demoted.entry(1))];
  assert.ok(demoted?.kind === "counterEntry");
  assert.equal(demoted.data?.packets, BigInt(10 - kept.length));
});
