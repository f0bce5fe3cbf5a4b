import assert from "node:assert/strict";
import { seededRandom } from "../../../src/base/index.js";
import { type EngineFactory, Switch } from "../../../src/switch/index.js";
import type { KeyMatch, TableKey } from "../../../src/switch/model/index.js";
import type { EntryRecord, TableState } from "../../../src/switch/state/table.js";
import type { LoadedProgram } from "../../../src/switch/switch.js";
import { ManualTime } from "./manual-time.js";

/** What a script has put on the wire and not yet expected, by port. */
type Received = Map<number, Uint8Array[]>;

/**
 * Runs packet scripts in p4c's STF format against a switch: `add`, `setdefault`, `packet`, `expect`,
 * `no_packet`, `check_counter`, `mirroring_add`, `mc_mgrp_create`, `mc_node_create`, `mc_node_associate`, `wait`.
 */
export class StfRun {
  readonly time = new ManualTime();
  readonly target: Switch;
  private readonly received: Received = new Map();
  private readonly entries = new Map<string, { table: TableState; record: EntryRecord }>();
  private readonly nodes: { port: number; instance: number }[][] = [];

  constructor(json: string, engine?: EngineFactory) {
    this.target = new Switch({
      clock: this.time,
      timers: this.time,
      random: seededRandom(1),
      ...(engine === undefined ? {} : { engine }),
    });
    this.target.load(json);
    for (let port = 0; port < 512; port++) {
      this.target.attach(port, { send: (bytes) => this.queue(port).push(bytes) });
    }
  }

  private queue(port: number): Uint8Array[] {
    const queue = this.received.get(port) ?? [];
    this.received.set(port, queue);
    return queue;
  }

  private get loaded(): LoadedProgram {
    return this.target.running;
  }

  /** Runs all lines, then checks that all that was expected came out, and nothing else. */
  run(script: string): void {
    for (const [index, line] of script.split("\n").entries()) {
      const text = line.replace(/#.*/, "").trim();
      if (text === "") continue;
      try {
        this.statement(text);
      } catch (error) {
        throw new Error(`line ${index + 1}: ${text}\n${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      }
    }
    this.time.advance(1_000_000);
    this.settle();
    for (const [port, packets] of this.received) {
      const left = packets.map(hex).join(", ");
      assert.equal(packets.length, 0, `unexpected packets from port ${port}: ${left}`);
    }
    for (const { port, pattern } of this.pending) assert.fail(`port ${port}: nothing came for ${pattern}`);
  }

  private statement(text: string): void {
    const [verb = "", ...rest] = text.split(/\s+/);
    switch (verb) {
      case "add":
        this.add(rest);
        return;
      case "setdefault":
        this.setDefault(rest);
        return;
      case "packet":
        this.target.receive(Number(rest[0]), fromHex(rest.slice(1).join("")));
        return;
      case "expect":
        this.expect(Number(rest[0]), rest.slice(1).join(""));
        return;
      case "check_counter":
        this.checkCounter(rest.join(" "));
        return;
      case "wait":
        this.time.advance(100_000);
        return;
      default:
        this.replication(verb, rest.map(Number));
        return;
    }
  }

  private replication(verb: string, numbers: readonly number[]): void {
    const { replication } = this.loaded.state;
    const [first = 0, ...others] = numbers;
    switch (verb) {
      case "mirroring_add": {
        const replicas = others.map((port) => ({ port, instance: 0 }));
        replication.sessions.set(first, { replicas, classOfService: 0, packetLengthBytes: 0 });
        return;
      }
      case "mc_mgrp_create":
        replication.groups.set(first, []);
        return;
      case "mc_node_create":
        this.nodes.push(others.map((port) => ({ port, instance: first })));
        return;
      case "mc_node_associate": {
        const node = this.nodes[others[0] ?? -1] ?? [];
        replication.groups.set(first, [...replication.replicas(first), ...node]);
        return;
      }
      default:
        throw new Error(`unknown statement ${verb}`);
    }
  }

  private table(name: string): TableState {
    return unique(this.loaded.state.tables, (state) => state.table.name, name, "table");
  }

  private call(table: TableState, text: string) {
    const parsed = /^([^(]+)\((.*)\)$/.exec(text);
    assert(parsed !== null, `not an action: ${text}`);
    const [, name = "", argumentText = ""] = parsed;
    const actions = table.table.actions.flatMap((index) => this.loaded.program.actions[index] ?? []);
    const action = unique(actions, (candidate) => candidate.name, name, "action");
    const given = new Map(
      argumentText
        .split(",")
        .map((argument) => argument.split(":").map((part) => part.trim()))
        .map(([key = "", value = ""]) => [key, value]),
    );
    const data = action.parameters.map((parameter) => BigInt(given.get(parameter.name) ?? 0));
    return { action: action.index, data };
  }

  private setDefault([name = "", ...rest]: readonly string[]): void {
    const table = this.table(name);
    table.setDefault(this.call(table, rest.join("")));
  }

  private add([name = "", ...rest]: readonly string[]): void {
    const text = rest.join(" ");
    const parsed = /^(\d+ )?(.*?)\s*(\S+\s*\([^)]*\))\s*(?:=\s*(\$\w+))?$/.exec(text);
    assert(parsed !== null, `not an entry: ${text}`);
    const [, priority = "0", keyText = "", action = "", id] = parsed;
    const table = this.table(name);
    const given = keyText
      .split(/\s+/)
      .filter((part) => part !== "")
      .map(keyPart);
    const matches = table.table.keys.map((key) => {
      const part = given.find(([field]) => sameField(key.name, field));
      return matchOf(key, part?.[1]);
    });
    const record = table.insert(
      {
        matches,
        rank: Number(priority),
        target: { kind: "call", call: this.call(table, action.replace(/\s+/g, "")) },
        idleTimeoutNs: 0n,
        metadata: new Uint8Array(),
        controllerMetadata: 0n,
      },
      0,
    );
    if (id !== undefined) this.entries.set(id, { table, record });
  }

  private expect(port: number, pattern: string): void {
    const queue = this.queue(port);
    // A packet that nobody expects fails the script in any case.
    if (pattern === "no_packet") return;
    // Packets go through at once, but scripts may list an expectation before its packet.
    this.pending.push({ port, pattern, queue });
    this.settle();
  }

  private readonly pending: { port: number; pattern: string; queue: Uint8Array[] }[] = [];

  /** Holds what came out so far against what was expected so far, port by port in order. */
  private settle(): void {
    for (let index = 0; index < this.pending.length; ) {
      const expectation = this.pending[index];
      assert(expectation !== undefined);
      const packet = expectation.queue.shift();
      if (packet === undefined) {
        index += 1;
        continue;
      }
      this.pending.splice(index, 1);
      assert(fits(expectation.pattern, packet), `port ${expectation.port}: got ${hex(packet)}`);
    }
  }

  private checkCounter(text: string): void {
    const parsed = /^([^(]+)\((.*?)\)\s*(?:(packets|bytes)?\s*(==)\s*(\d+))?$/.exec(text);
    assert(parsed !== null, `not a counter: ${text}`);
    const [, name = "", index = "", unit = "packets", , value] = parsed;
    const data = index.startsWith("$") ? this.directCounter(index) : this.counter(name, Number(index));
    if (value !== undefined) assert.equal(unit === "bytes" ? data.bytes : data.packets, BigInt(value));
  }

  private directCounter(id: string) {
    const entry = this.entries.get(id);
    assert(entry !== undefined, `no entry ${id}`);
    return entry.table.counters.read(entry.record.slot);
  }

  private counter(name: string, index: number) {
    const counter = unique(this.loaded.program.counters, (candidate) => candidate.name, name, "counter");
    const bank = this.loaded.state.counters[counter.index];
    assert(bank !== undefined);
    return bank.read(index);
  }
}

/** Runs a script on a program. */
export function runStf(json: string, script: string, engine?: EngineFactory): void {
  const run = new StfRun(json, engine);
  run.run(script);
}

function unique<T>(objects: readonly T[], nameOf: (object: T) => string, name: string, what: string): T {
  const exact = objects.find((object) => nameOf(object) === name);
  if (exact !== undefined) return exact;
  const found = objects.filter((object) => nameOf(object).endsWith(name));
  assert(found.length >= 1, `no ${what} ${name}`);
  return found[0] as T;
}

function keyPart(text: string): readonly [field: string, value: string] {
  const colon = text.lastIndexOf(":");
  return [text.slice(0, colon).replace(/^"|"$/g, ""), text.slice(colon + 1)];
}

function sameField(keyName: string, field: string): boolean {
  const plain = field.replace(/\$(\d+)/g, "[$1]").replace(/\$valid\$?$/, "$valid$");
  return keyName === plain || keyName.endsWith(`.${plain}`) || keyName.endsWith(plain);
}

/** A value with don't-care digits as value and mask. */
function ternary(text: string, width: number): readonly [bigint, bigint] {
  const digits = text.slice(2);
  const bits = text.startsWith("0b") ? 1n : 4n;
  if (!text.includes("*")) return [BigInt(text), (1n << BigInt(width)) - 1n];
  let [value, mask] = [0n, 0n];
  for (const digit of digits) {
    const known = digit !== "*";
    value = (value << bits) | (known ? BigInt(`0x${digit}`) : 0n);
    mask = (mask << bits) | (known ? (1n << bits) - 1n : 0n);
  }
  return [value, mask];
}

function matchOf(key: TableKey, text: string | undefined): KeyMatch {
  switch (key.kind) {
    case "exact":
      assert(text !== undefined, `the key lacks ${key.name}`);
      return { kind: "exact", value: BigInt(text === "true" ? 1 : text === "false" ? 0 : text) };
    case "lpm": {
      const [value = "0", length] = (text ?? "0/0").split("/");
      return { kind: "lpm", value: BigInt(value), prefixLength: Number(length ?? key.width) };
    }
    case "ternary": {
      if (text === undefined) return { kind: "ternary", value: 0n, mask: 0n };
      if (text.includes("/")) return lpmAsTernary(text, key.width);
      const [value, mask] = ternary(text, key.width);
      return { kind: "ternary", value: value & mask, mask };
    }
    case "range": {
      const [low = "0", high] = (text ?? "0").split("->");
      return { kind: "range", low: BigInt(low), high: BigInt(high ?? low) };
    }
  }
}

function lpmAsTernary(text: string, width: number): KeyMatch {
  const [value = "0", length = "0"] = text.split("/");
  const mask = ((1n << BigInt(length)) - 1n) << BigInt(width - Number(length));
  return { kind: "ternary", value: BigInt(value) & mask, mask };
}

function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s/g, "");
  return Uint8Array.from({ length: Math.floor(digits.length / 2) }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** Whether a packet starts as the pattern says; one that ends in `$` must end there, too. */
function fits(pattern: string, packet: Uint8Array): boolean {
  const whole = pattern.endsWith("$");
  const digits = pattern.replace(/\$$/, "").toLowerCase();
  const actual = hex(packet);
  if (whole ? actual.length !== digits.length : actual.length < digits.length) return false;
  return [...digits].every((digit, index) => digit === "*" || digit === actual[index]);
}
