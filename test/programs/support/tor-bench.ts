import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { p4info } from "p4runtime-js-grpc/messages";
import { parseP4Info } from "p4runtime-js-grpc/text";
import type { Entity } from "p4runtime-js-grpc/values";
import { parseFabric, planFabric } from "../../../controller/index.js";
import { HostRules } from "../../../controller/view/host-rules.js";
import { seededRandom } from "../../../src/base/index.js";
import { emitArtifacts } from "../../../src/emit/index.js";
import { tor } from "../../../src/programs/index.js";
import { torProgram } from "../../../src/programs/tor/program.js";
import { refusal } from "../../../src/programs/tor/senders.js";
import type { TorSizes } from "../../../src/programs/tor/sizes.js";
import { outgoing } from "../../../src/ringworld/index.js";
import { Switch, SwitchPipeline } from "../../../src/switch/index.js";
import {
  decodeFrame,
  encodeFrame,
  indexFields,
  indexOf,
  parseIpv4,
  type RingWorldHeader,
  type RingWorldKindName,
  ringworldCode,
  ringworldKind,
} from "../../../src/wire/index.js";
import { ManualTime } from "../../switch/support/manual-time.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
const ports = [...Array(64).keys(), 509, 510];
/** In front of packets from and to the controller: a port. */
const controllerHeaderBytes = 2;

/** Ports of switch s1 of the default fabric, by what stands behind them. */
export const port = {
  logServer: 1,
  host: 4,
  otherHost: 5,
  /** The log's own service: a host, too. */
  api: 6,
  fabricToS2: 17,
  fabricToS3: 18,
  fabricToS4: 19,
  successor: 33,
  predecessor: 34,
  /** Nothing is behind it, and nothing is known of it. */
  nobody: 8,
  controller: 510,
  generator: 509,
} as const;

export const address = {
  switch: ipv4("10.0.1.254"),
  host: ipv4("10.0.1.11"),
  otherHost: ipv4("10.0.1.12"),
  /** Members 1 to 3 of replica set 1, which keeps stripe 4. */
  replicas: [ipv4("10.0.2.2"), ipv4("10.0.3.2"), ipv4("10.0.4.1")],
  switch2: ipv4("10.0.2.254"),
} as const;

/** Who sends with which address behind the ports of the rack. */
const neighbours: ReadonlyMap<number, number> = new Map([
  [port.logServer, ipv4("10.0.1.1")],
  [port.host, address.host],
  [port.otherHost, address.otherHost],
  [port.api, ipv4("10.0.1.21")],
]);

/** The first index of a stripe that this switch leads. Its neighbours in the lane are 16 apart. */
export const ledStripe = 4;
/** The first index of a stripe that switch s2 leads. */
export const foreignStripe = 5;
/** Indices from one position of a lane to the next. */
export const stripes = 16;

function ipv4(text: string): number {
  const value = parseIpv4(text);
  assert(value !== undefined);
  return value;
}

/** What a test says of a message; the rest is 0, the view is the switch's. */
export interface Fields extends Partial<Omit<RingWorldHeader, "kind" | "index_hi" | "index_lo">> {
  readonly index?: bigint | number;
  readonly dst?: number;
  readonly src?: number;
  readonly dscp?: number;
  readonly payload?: string;
}

/** A message that left a port, in the words of the protocol. */
export interface Left extends Omit<RingWorldHeader, "kind" | "code"> {
  readonly port: number;
  readonly kind: string;
  readonly code: string;
  readonly index: bigint;
  readonly dst: number;
  readonly src: number;
  readonly dscp: number;
  readonly payload: string;
}

/** The default fabric. */
export const benchFabric = parseFabric(
  readFileSync(path.join(root, "controller/fabrics/four-racks.yaml"), "utf8"),
  "four-racks.yaml",
);

/** The ToR switch s1 of the default fabric, from the committed artifacts, with what its controller gives to it. */
export class TorBench {
  readonly #time = new ManualTime();
  readonly #target: Switch;
  readonly #control: SwitchPipeline;
  readonly #left: { readonly port: number; readonly frame: Uint8Array }[] = [];

  /** Without `sizes` it is the committed artifact. */
  constructor(
    options: {
      readonly sizes?: Partial<TorSizes>;
      readonly recirculationDelayUs?: number;
      readonly rules?: HostRules;
      /** The switch knows everything but the view that it is in. */
      readonly withoutView?: boolean;
    } = {},
  ) {
    const { sizes, recirculationDelayUs = 100, rules = new HostRules(benchFabric) } = options;
    this.#target = new Switch({
      clock: this.#time,
      timers: this.#time,
      random: seededRandom(1),
      recirculationDelayUs,
    });
    const control = new SwitchPipeline(this.#target, { cpuPort: port.controller });
    this.#control = control;
    control.commit(sizes === undefined ? artifacts() : artifactsOf(sizes));
    const [plan] = planFabric(benchFabric, 1).switches;
    for (const entity of rules.apply("s1", plan?.entities ?? [])) {
      const isDefault = entity.kind === "tableEntry" && entity.isDefault;
      if (isDefault && options.withoutView === true && entity.table === tor.tables.this_switch.name) continue;
      control.apply({ type: isDefault ? "modify" : "insert", entity });
    }
    for (const number of ports) {
      this.#target.attach(number, {
        send: (bytes) => this.#left.push({ port: number, frame: Uint8Array.from(bytes) }),
      });
    }
  }

  /** The controller says that another view has begun; registers stay as they are. */
  enterView(view: number): void {
    const [plan] = planFabric(benchFabric, view).switches;
    const isOfView = (entity: Entity) =>
      entity.kind === "tableEntry" && entity.table === tor.tables.this_switch.name;
    for (const entity of (plan?.entities ?? []).filter(isOfView))
      this.#control.apply({ type: "modify", entity });
  }

  /** Lets a message in, and gives back what leaves within the next milliseconds. */
  send(arrival: number, kind: RingWorldKindName, fields: Fields = {}): readonly Left[] {
    const frame = frameOf(kind, { src: neighbours.get(arrival) ?? address.host, ...fields });
    const isController = arrival === port.controller;
    this.#target.receive(arrival, isController ? Uint8Array.of(0, 0, ...frame) : frame);
    return this.wait(2_000);
  }

  /** Lets bytes in at a port that are no message of the protocol. */
  sendFrame(arrival: number, frame: Uint8Array): number {
    this.#target.receive(arrival, frame);
    this.#time.advance(2_000);
    return this.#left.splice(0).length;
  }

  /** How many packets the data plane has refused for a reason. */
  refused(reason: Exclude<keyof typeof refusal, "none">): number {
    const [cell] = this.#control.read(tor.counters.refused.entry(refusal[reason]));
    assert(cell?.kind === "counterEntry");
    return Number(cell.data?.packets ?? 0n);
  }

  /** Lets time pass: what leaves until then. */
  wait(us: number): readonly Left[] {
    this.#time.advance(us);
    return this.#left
      .splice(0)
      .map((each) => describe(each.port, each.frame))
      .sort((one, other) => one.port - other.port);
  }

  /** Writes a register of one cell. */
  write32(name: string, value: number): void {
    const { registers } = this.#target.running.state;
    const found = registers.find(({ register }) => register.name === `ingress.${name}`);
    assert(found !== undefined, `the program has the register ${name}`);
    found.write(0, BigInt(value));
  }

  /** Brings the token, as the predecessor does. */
  token(sequence: number, index: bigint | number, fields: Fields = {}): readonly Left[] {
    return this.send(port.predecessor, "token", { sequence, index, ...fields });
  }

  /** A log server of the set acknowledges: member 1, 2 or 3. */
  stored(member: number, index: number | bigint, fields: Fields = {}): readonly Left[] {
    const { client = 7n, request = 1, tag = 77, reply_to = address.host } = fields;
    const replica = 1 << (member - 1);
    const src = address.replicas[member - 1] ?? 0;
    return this.send(port.fabricToS2, "stored", {
      index,
      src,
      replica,
      client,
      request,
      tag,
      reply_to,
      ...fields,
    });
  }

  /** A client of the rack writes a value. */
  write(index: number | bigint, fields: Fields = {}): readonly Left[] {
    const defaults = { client: 7n, request: 1, tag: 77, reply_to: address.host, payload: "value" };
    return this.send(port.host, "write", { index, ...defaults, ...fields });
  }
}

function artifacts() {
  const directory = path.join(root, "p4/tor");
  const info = parseP4Info(readFileSync(path.join(directory, "p4info.txtpb"), "utf8"));
  return {
    p4info: p4info.P4Info.encode(info).finish(),
    deviceConfig: readFileSync(path.join(directory, "bmv2.json")),
  };
}

function artifactsOf(sizes: Partial<TorSizes>) {
  const { p4infoBinary, bmv2Json } = emitArtifacts(torProgram(sizes).ir);
  return { p4info: p4infoBinary, deviceConfig: new TextEncoder().encode(bmv2Json) };
}

function frameOf(kind: RingWorldKindName, fields: Fields): Uint8Array {
  const { index = 0, dst = address.switch, src = address.host, dscp = 0, payload = "", ...given } = fields;
  const stated = { view: 1, ...given, ...indexFields(BigInt(index)) };
  const message = outgoing(dst, kind, stated, new TextEncoder().encode(payload));
  return encodeFrame({
    ethernet: { dst: 0x02_00_00_00_00_01n, src: 0x02_00_00_00_00_02n },
    ipv4: { src, dst, dscp },
    ringworld: message.header,
    payload: message.payload,
  });
}

function describe(number: number, bytes: Uint8Array): Left {
  const decoded = decodeFrame(number === port.controller ? bytes.subarray(controllerHeaderBytes) : bytes);
  assert(decoded.ok, `port ${number} sent what is no message: ${decoded.ok ? "" : decoded.code}`);
  const { ringworld, ipv4: ip, payload } = decoded.frame;
  return {
    ...ringworld,
    port: number,
    kind: nameOf(ringworldKind, ringworld.kind),
    code: nameOf(ringworldCode, ringworld.code),
    index: indexOf(ringworld),
    dst: ip.dst,
    src: ip.src,
    dscp: ip.dscp,
    payload: new TextDecoder().decode(payload),
  };
}

function nameOf(values: Readonly<Record<string, number>>, value: number): string {
  return Object.entries(values).find(([, candidate]) => candidate === value)?.[0] ?? `${value}`;
}

/** Asserts that exactly these messages left, whatever else their fields say. */
export function expectLeft(actual: readonly Left[], expected: readonly Partial<Left>[]): void {
  const picked = actual.map((message, position) => {
    const names = Object.keys(expected[position] ?? { port: 0, kind: "" });
    return Object.fromEntries(names.map((name) => [name, message[name as keyof Left]]));
  });
  assert.deepEqual(picked, expected);
}
