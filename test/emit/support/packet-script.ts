import assert from "node:assert/strict";
import { p4info } from "p4runtime-js-grpc/messages";
import {
  type ActionValue,
  type Entity,
  type MatchValue,
  type Replica,
  type TableAction,
  type TableEntry,
  tableEntry,
  type UpdateType,
} from "p4runtime-js-grpc/values";
import { bytesOf, matchOf, numberOf } from "./script-values.js";

/** What one line of a script asks for, in P4Runtime's terms. */
export type ScriptStep =
  | { readonly kind: "write"; readonly type: UpdateType; readonly entity: Entity }
  | { readonly kind: "packet"; readonly port: number; readonly bytes: Uint8Array }
  | { readonly kind: "expect"; readonly port: number; readonly pattern: string }
  | { readonly kind: "cell"; readonly filter: Entity; readonly unit: CellUnit; readonly value: bigint }
  | { readonly kind: "digest"; readonly values: readonly bigint[] }
  | { readonly kind: "log"; readonly text: string };

/** What a cell that is looked at holds. */
export type CellUnit = "packets" | "bytes" | "data";

/** A step and the line that it stands on. */
export interface ScriptLine {
  readonly number: number;
  readonly text: string;
  readonly step: ScriptStep;
}

/** P4Runtime's greatest priority wins, the smallest of a script does. */
const priorityMax = 1_000_000;
const defaultPriority = 10;

/**
 * Reads a packet script: the STF of p4c's own tests, with names that may leave out the controls around them.
 *
 * - `add TABLE [PRIORITY] FIELD:VALUE… ACTION(PARAMETER:VALUE, …) [= $ID]`; the smallest priority wins. The action of a
 *   table with an action profile is `member(1)` or `group(1)`.
 * - `setdefault TABLE ACTION(…)`
 * - `packet PORT BYTES`, `expect PORT BYTES [$]`: with `*` for digits that do not matter, `<000a..0013>` for any number
 *   of an interval, and `$` where the packet must end
 * - `mirroring_add SESSION PORT`, `mc_mgrp_create GROUP`, `mc_node_create INSTANCE PORT…`, `mc_node_associate GROUP NODE`
 * - `check_counter NAME(INDEX|$ID) [packets|bytes] == N`
 *
 * Beyond STF: `member PROFILE ID ACTION(…)`, `group PROFILE ID MEMBER…`, `value_set NAME VALUE[,VALUE…]…`,
 * `meter NAME INDEX RATE BURST`, `check_register NAME(INDEX) == N`, `learn DIGEST` (asks for it), `digest VALUE…`, `log TEXT`.
 */
export function parseScript(text: string, info: p4info.P4Info): readonly ScriptLine[] {
  const reader = new ScriptReader(info);
  return text.split("\n").flatMap((line, index) => {
    const statement = line.replace(/#.*/, "").trim();
    if (statement === "") return [];
    try {
      const step = reader.read(statement);
      return step === undefined ? [] : [{ number: index + 1, text: statement, step }];
    } catch (error) {
      throw new Error(`line ${index + 1}: ${statement}`, { cause: error });
    }
  });
}

class ScriptReader {
  readonly #info: p4info.P4Info;
  readonly #entries = new Map<string, TableEntry>();
  readonly #groups = new Map<number, Replica[]>();
  readonly #nodes: Replica[][] = [];

  constructor(info: p4info.P4Info) {
    this.#info = info;
  }

  read(statement: string): ScriptStep | undefined {
    const [verb = "", ...words] = statement.split(/\s+/);
    const [first = "", ...rest] = words;
    switch (verb) {
      case "packet":
        return { kind: "packet", port: Number(first), bytes: bytesOf(rest.join("")) };
      case "expect":
        return { kind: "expect", port: Number(first), pattern: rest.join("") };
      case "add":
        return this.#add(first, rest.join(" "));
      case "setdefault":
        return this.#setDefault(first, rest.join(" "));
      case "check_counter":
      case "check_register":
        return this.#check(words.join(" "), verb === "check_register");
      case "log":
        return { kind: "log", text: words.join(" ") };
      case "digest":
        return { kind: "digest", values: words.map(numberOf) };
      case "wait":
        return undefined;
      default:
        return this.#more(verb, words);
    }
  }

  #more(verb: string, words: readonly string[]): ScriptStep | undefined {
    const [name = "", ...rest] = words;
    switch (verb) {
      case "member":
        return insert(this.#member(name, rest));
      case "group":
        return insert(this.#group(name, rest.map(Number)));
      case "value_set":
        return { kind: "write", type: "modify", entity: this.#valueSet(name, rest) };
      case "meter":
        return { kind: "write", type: "modify", entity: this.#meter(name, rest) };
      case "learn":
        return insert({
          kind: "digestEntry",
          digest: nameOf(this.#info.digests, name),
          maxTimeoutNs: 0n,
          maxListSize: 1,
          ackTimeoutNs: 0n,
        });
      default:
        return this.#replicate(verb, words.map(Number));
    }
  }

  #replicate(verb: string, numbers: readonly number[]): ScriptStep | undefined {
    const [first = 0, ...others] = numbers;
    switch (verb) {
      case "mirroring_add": {
        const replicas = others.map((port) => ({ port, instance: 0 }));
        const rest = { classOfService: 0, packetLengthBytes: 0 };
        return insert({ kind: "cloneSession", sessionId: first, replicas, ...rest });
      }
      case "mc_mgrp_create":
        this.#groups.set(first, []);
        return undefined;
      case "mc_node_create":
        this.#nodes.push(others.map((port) => ({ port, instance: first })));
        return undefined;
      case "mc_node_associate": {
        const before = this.#groups.get(first) ?? [];
        const replicas = [...before, ...(this.#nodes[others[0] ?? -1] ?? [])];
        this.#groups.set(first, replicas);
        const type = before.length === 0 ? "insert" : "modify";
        return { kind: "write", type, entity: { kind: "multicastGroup", groupId: first, replicas } };
      }
      default:
        throw new Error(`no statement ${verb}`);
    }
  }

  #add(name: string, text: string): ScriptStep {
    const parsed = /^(\d+ )?(.*?)\s*(\S+\s*\([^)]*\))\s*(?:=\s*(\$\w+))?$/.exec(text);
    assert(parsed !== null, "not an entry");
    const [, priority, key = "", action = "", id] = parsed;
    const table = find(this.#info.tables, name);
    const match = keyOf(table, key);
    const entry = tableEntry({
      table: table.preamble?.name ?? "",
      match,
      priority: needsPriority(table) ? priorityMax - Number(priority ?? defaultPriority) : 0,
      action: this.#tableAction(action),
    });
    if (id !== undefined) this.#entries.set(id, entry);
    return insert(entry);
  }

  #setDefault(name: string, call: string): ScriptStep {
    const table = find(this.#info.tables, name).preamble?.name ?? "";
    const entity = tableEntry({ table, isDefault: true, action: this.#tableAction(call) });
    return { kind: "write", type: "modify", entity };
  }

  #tableAction(text: string): TableAction {
    const ready = /^(member|group)\((\d+)\)$/.exec(text);
    if (ready?.[1] === "member") return { kind: "member", memberId: Number(ready[2]) };
    if (ready?.[1] === "group") return { kind: "group", groupId: Number(ready[2]) };
    return { kind: "action", value: this.#call(text) };
  }

  #call(text: string): ActionValue {
    const parsed = /^([^(]+?)\s*\((.*)\)$/.exec(text);
    assert(parsed !== null, `not an action: ${text}`);
    const [, name = "", list = ""] = parsed;
    const params = list
      .split(",")
      .map((each) => each.split(":").map((part) => part.trim()))
      .filter(([key]) => key !== "")
      .map(([key = "", value = ""]) => [key, numberOf(value)] as const);
    return { action: nameOf(this.#info.actions, name), params: Object.fromEntries(params) };
  }

  #member(name: string, [id, ...call]: readonly string[]): Entity {
    const profile = nameOf(this.#info.actionProfiles, name);
    const action = this.#call(call.join(" "));
    return { kind: "actionProfileMember", profile, memberId: Number(id), action };
  }

  #group(name: string, [groupId = 0, ...ids]: readonly number[]): Entity {
    const members = ids.map((memberId) => ({ memberId, weight: 1 }));
    const profile = nameOf(this.#info.actionProfiles, name);
    return { kind: "actionProfileGroup", profile, groupId, maxSize: 0, members };
  }

  #valueSet(name: string, words: readonly string[]): Entity {
    const set = find(this.#info.valueSets, name);
    const members = words.map((word) => {
      const values = word.split(",");
      return Object.fromEntries(
        set.match.map((field, position) => [
          field.name || `${field.id}`,
          required(matchOf(field, values[position] ?? "")),
        ]),
      );
    });
    return { kind: "valueSet", valueSet: set.preamble?.name ?? "", members };
  }

  #meter(name: string, [index = "0", rate = "0", burst = "0"]: readonly string[]): Entity {
    const [committedRate, committedBurst] = [BigInt(rate), BigInt(burst)];
    const config = { committedRate, committedBurst, peakRate: committedRate, peakBurst: committedBurst };
    return { kind: "meterEntry", meter: nameOf(this.#info.meters, name), index: Number(index), config };
  }

  #check(text: string, isRegister: boolean): ScriptStep {
    const parsed = /^(\S+?)\((\$?\w+)\)\s*(packets|bytes)?\s*==\s*(\w+)$/.exec(text);
    assert(parsed !== null, `not a cell: ${text}`);
    const [, name = "", index = "", unit = "packets", value = ""] = parsed;
    const expected = { kind: "cell", value: numberOf(value) } as const;
    if (isRegister) {
      const register = nameOf(this.#info.registers, name);
      return { ...expected, unit: "data", filter: { kind: "registerEntry", register, index: Number(index) } };
    }
    return { ...expected, unit: unit === "bytes" ? "bytes" : "packets", filter: this.#counter(name, index) };
  }

  #counter(name: string, index: string): Entity {
    if (!index.startsWith("$"))
      return { kind: "counterEntry", counter: nameOf(this.#info.counters, name), index: Number(index) };
    const entry = this.#entries.get(index);
    assert(entry !== undefined, `no entry ${index}`);
    const { action: _, ...key } = entry;
    return { kind: "directCounterEntry", tableEntry: key };
  }
}

function insert(entity: Entity): ScriptStep {
  return { kind: "write", type: "insert", entity };
}

interface Named {
  readonly preamble?: p4info.Preamble | undefined;
}

/** The object with this name, or whose name ends in it. */
function find<T extends Named>(objects: readonly T[], name: string): T {
  const exact = objects.find(({ preamble }) => preamble?.name === name);
  const found = exact ?? objects.find(({ preamble }) => preamble?.name.endsWith(`.${name}`));
  assert(found !== undefined, `nothing is called ${name}`);
  return found;
}

function nameOf(objects: readonly Named[], name: string): string {
  return find(objects, name).preamble?.name ?? "";
}

function required<T>(value: T | undefined): T {
  assert(value !== undefined, "a value is missing");
  return value;
}

function keyOf(table: p4info.Table, text: string): Readonly<Record<string, MatchValue>> {
  const fields = text.split(/\s+/).filter((part) => part !== "");
  const match = fields.flatMap((part) => {
    const colon = part.lastIndexOf(":");
    const name = part.slice(0, colon);
    const field = table.matchFields.find((candidate) => candidate.name === name);
    assert(field !== undefined, `${table.preamble?.name} has no key ${name}`);
    const value = matchOf(field, part.slice(colon + 1));
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(match);
}

const { MatchField_MatchType: Match } = p4info;
const withPriority: ReadonlySet<unknown> = new Set([Match.TERNARY, Match.RANGE, Match.OPTIONAL]);

function needsPriority({ matchFields }: p4info.Table): boolean {
  return matchFields.some(({ match }) => withPriority.has(match?.value));
}
