import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { P4RuntimeClient } from "p4runtime-js-grpc";
import { loadArtifacts } from "../../src/cli/fabric/artifacts.js";
import { PcapWriter, readPcap, UdpTunnel } from "../../src/io/node/index.js";
import { router } from "../../src/programs/index.js";
import { encodeUdpDatagram } from "../../src/wire/index.js";
import { ringworld, root, start, temporaryDirectory } from "./command.js";

/** A running `ringworld switch`. */
interface Started {
  readonly child: ChildProcess;
  readonly grpc: string;
  output(): string;
}

/** Starts a switch and waits for what simple_switch_grpc says when it is ready. */
async function startSwitch(
  args: readonly string[],
  target: readonly string[],
  directory = root,
): Promise<Started> {
  const child = start(["switch", ...args, "--", "--grpc-server-addr", "127.0.0.1:0", ...target], directory);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => (output += part));
  const listening = () => /^Server listening on (.*)$/m.exec(output)?.[1];
  while (listening() === undefined) {
    assert.equal(child.exitCode, null, output);
    await sleep(20);
  }
  return { child, grpc: listening() ?? "", output: () => output };
}

async function stop({ child }: Started, signal: NodeJS.Signals): Promise<number | null> {
  const closed = once(child, "close");
  child.kill(signal);
  await closed;
  return child.exitCode;
}

const nextHopMac = 0x02_00_00_00_01_00n;

/** Gives a switch the router with one route, from port 0 to port 1; its device id is 0, as in many scripts. */
async function program(address: string, setsPipeline: boolean): Promise<void> {
  const { tables, actions } = router;
  const client = await P4RuntimeClient.connect({ address, deviceId: 0n, electionId: 1n });
  await client.becomePrimary();
  if (setsPipeline) await client.setPipeline(loadArtifacts("router"));
  const nextHop = 0x0a_00_00_02;
  const entities = [
    tables.routes.entry(
      { dst: { value: 0x0a_01_00_00, prefixLength: 16 } },
      actions.setNextHop({ next_hop: nextHop, port: 1 }),
    ),
    tables.neighbours.entry({ next_hop: nextHop }, actions.setDestinationMac({ mac: nextHopMac })),
    tables.senders.entry({ port: 1 }, actions.setSourceMac({ mac: nextHopMac + 1n })),
  ];
  await client.write(entities.map((entity) => ({ type: "insert" as const, entity })));
  await client.close();
}

function frameTo(address: number, fill: number): Uint8Array {
  const payload = new Uint8Array(20 + fill).fill(fill);
  return encodeUdpDatagram({
    ethernet: { dst: 0x02_00_00_00_00_02n, src: 0x02_00_00_00_00_01n },
    source: { address: 0x0a_00_00_09, port: 4000 },
    destination: { address, port: 9 },
    dscp: 0,
    payload,
  });
}

test("a switch without a program is given one, forwards between tunnels, and records what it carried", async () => {
  const directory = temporaryDirectory();
  const tunnels: UdpTunnel[] = [];
  let running: Started | undefined;
  try {
    const ports = await Promise.all([freeUdpPort(), freeUdpPort()]);
    const interfaces = ports.flatMap((port, number) => ["-i", `${number}@udp:127.0.0.1:${port}`]);
    const args = ["--no-p4", ...interfaces, "--pcap", directory.path, "--log-console", "-L", "debug"];
    running = await startSwitch(args, ["--cpu-port", "510"]);
    await program(running.grpc, true);
    for (const port of ports) tunnels.push(await UdpTunnel.open({ peer: { address: "127.0.0.1", port } }));
    const [near, far] = tunnels;
    const arrived = new Promise<Uint8Array>((resolve) => far?.onFrame(resolve));
    const frame = frameTo(0x0a_01_02_03, 7);
    const repeat = setInterval(() => near?.send(frame), 50);
    const forwarded = await arrived;
    clearInterval(repeat);
    assert.equal(Buffer.from(forwarded.subarray(0, 12)).toString("hex"), "020000000100020000000101");
    assert.equal(hex(forwarded.subarray(42)), hex(frame.subarray(42)));
    assert.equal(await stop(running, "SIGTERM"), 0, running.output());
    const recorded = readPcap(path.join(directory.path, `udp_127.0.0.1_${ports[1]}_out.pcap`));
    assert.equal(hex(recorded[0]?.bytes ?? new Uint8Array()), hex(forwarded));
    assert.match(running.output(), /^Adding interface udp:127\.0\.0\.1:\d+ as port 1$/m);
    assert.match(running.output(), /\[ringworld\] \[D\] Processing packet received on port 0: 69 bytes/);
  } finally {
    running?.child.kill("SIGKILL");
    for (const tunnel of tunnels) await tunnel.close();
    directory.remove();
  }
});

/** A UDP port of 127.0.0.1 that nobody used a moment ago. */
async function freeUdpPort(): Promise<number> {
  const tunnel = await UdpTunnel.open();
  const { port } = tunnel.local;
  await tunnel.close();
  return port;
}

interface TableOfJson {
  readonly name: string;
  default_entry: {
    action_id: number;
    action_const: boolean;
    action_data: string[];
    action_entry_const: boolean;
  };
}

/** The router with default entries in place of a controller's, so that it forwards by itself. */
function routerWithDefaults(): string {
  const document = JSON.parse(readFileSync(path.join(root, "p4/router/bmv2.json"), "utf8")) as {
    readonly actions: readonly { readonly id: number; readonly name: string }[];
    readonly pipelines: readonly { readonly tables: readonly TableOfJson[] }[];
  };
  const defaults = new Map([
    ["ingress.routes", { action: "ingress.set_next_hop", data: ["0x0a000002", "0x1"] }],
    ["ingress.neighbours", { action: "ingress.set_destination_mac", data: ["0x020000000100"] }],
    ["egress.senders", { action: "egress.set_source_mac", data: ["0x020000000101"] }],
  ]);
  for (const table of document.pipelines.flatMap(({ tables }) => tables)) {
    const wanted = defaults.get(table.name);
    if (wanted === undefined) continue;
    const id = document.actions.find(({ name }) => name === wanted.action)?.id ?? -1;
    table.default_entry = {
      action_id: id,
      action_const: false,
      action_data: wanted.data,
      action_entry_const: false,
    };
  }
  return JSON.stringify(document);
}

const isThere = spawnSync("simple_switch_grpc", ["--version"]).error === undefined;

describe("a switch that reads and writes capture files", () => {
  const directory = temporaryDirectory();
  after(() => directory.remove());
  const frames = [3, 9, 1, 400].map((fill) => frameTo(0x0a_01_00_00 + fill, fill));
  const json = path.join(directory.path, "router.json");
  writeFileSync(json, routerWithDefaults());
  for (const kind of ["ours", "theirs"]) {
    mkdirSync(path.join(directory.path, kind));
    for (const name of ["left", "right"]) {
      const writer = new PcapWriter(path.join(directory.path, kind, `${name}_in.pcap`));
      if (name === "left")
        for (const [at, frame] of frames.entries()) writer.write(frame, BigInt(at) * 1_000_000n);
      writer.close();
    }
  }
  const options = ["-i", "0@left", "-i", "1@right", "--use-files", "0", json];
  /** Waits until as many frames as went in have come out. */
  const comesOut = async (kind: string): Promise<Uint8Array[]> => {
    const file = path.join(directory.path, kind, "right_out.pcap");
    for (;;) {
      const found = readable(file);
      if (found.length >= frames.length) return found;
      await sleep(50);
    }
  };
  let ours: Uint8Array[] = [];

  test("forwards what is in them, and ends as asked", { timeout: 120_000 }, async () => {
    const running = await startSwitch(options, [], path.join(directory.path, "ours"));
    ours = await comesOut("ours");
    assert.equal(await stop(running, "SIGINT"), 0);
    assert.deepEqual(
      ours.map((frame) => frame.length),
      frames.map((frame) => frame.length),
    );
  });

  const skip = !isThere && "simple_switch_grpc is not on PATH";
  test("writes what simple_switch_grpc writes", { skip, timeout: 120_000 }, async () => {
    const args = [...options, "--", "--grpc-server-addr", "127.0.0.1:0"];
    const child = spawn("simple_switch_grpc", args, {
      cwd: path.join(directory.path, "theirs"),
      stdio: "ignore",
    });
    const theirs = await comesOut("theirs").finally(() => child.kill("SIGKILL"));
    assert.deepEqual(ours.map(hex), theirs.map(hex));
  });
});

/** The frames of a capture file that somebody may be writing. */
function readable(file: string): Uint8Array[] {
  try {
    return readPcap(file).map(({ bytes }) => bytes);
  } catch {
    return [];
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

test("what cannot be started is told with what to do, and leaves with 1", async () => {
  const cases: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [["/nothere.json"], /^SWITCH-JSON-FILE: JSON input file \/nothere\.json cannot be opened/],
    [["--no-p4", "-i", "1@udp:127.0.0.1"], /^TUNNEL-ADDRESS/],
    [["--no-p4", "-i", "1@udp:127.0.0.1:65536"], /^TUNNEL-ADDRESS/],
    [["README.md"], /^SWITCH-JSON: README\.md: .*\n {2}A program is BMv2 JSON of v1model/],
    [["--no-p4", "-i", "1@x", "--use-files", "0"], /^PCAP-FILE/],
    [["--no-p4", "--log-file", "/nodirectory/x"], /^SWITCH-LOG-FILE/],
    [["--no-p4", "--", "--grpc-server-addr", "203.0.113.1:1"], /^SWITCH-LISTEN/m],
    [["--no-p4", "--", "--load-modules", "x.so"], /^SWITCH-OPTION: --load-modules/],
  ];
  await Promise.all(
    cases.map(async ([args, message]) => {
      const { code, stderr } = await ringworld(["switch", ...args]);
      assert.match(stderr, message);
      assert.equal(code, 1);
    }),
  );
});
