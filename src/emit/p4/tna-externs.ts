import type { SourcePosition } from "../../base/index.js";
import {
  type Control,
  type CounterUnit,
  type Expression,
  type Hash,
  type HashAlgorithm,
  node,
  type Random,
  type Statement,
  sameType,
  type Table,
  type Type,
  typeName,
  typeWidth,
  walk,
} from "../../ir/index.js";
import { constantValue } from "../constants.js";
import { type Code, line } from "./code.js";
import type { Dialect, ExternStatement } from "./dialect.js";
import { printExpression, printTyped } from "./expressions.js";
import { type IndexTypes, indexTypes } from "./tna-indices.js";
import { printRegister, printRegisterAction } from "./tna-register-actions.js";
import { unexpected } from "./unexpected.js";

const counterTypes: Readonly<Record<CounterUnit, string>> = {
  packets: "PACKETS",
  bytes: "BYTES",
  packetsAndBytes: "PACKETS_AND_BYTES",
};

/** TNA's names of hash algorithms; the sum of the Internet checksum is none of them. */
const hashAlgorithms: Readonly<Record<Exclude<HashAlgorithm, "csum16">, string>> = {
  crc16: "CRC16",
  crc32: "CRC32",
  identity: "IDENTITY",
  xor16: "XOR16",
  random: "RANDOM",
};

/** Entries of a table that says nothing about its size. */
const defaultSize = 512;

/** How the two controls of a TNA pipeline write what is its own. */
export function tnaDialect(
  controlParameters: readonly string[],
  controlArguments: readonly string[],
  control: Control,
): Dialect {
  const indices = indexTypes([control]);
  const controls = allControls(control);
  const names = instanceNames(controls);
  const dialect: Dialect = {
    controlParameters,
    extern: (statement) =>
      line(`${externCall(statement, indices, names, controlArguments)};`, statement.source),
    register: (register) => printRegister(register, indices.of(register)),
    registerAction: (action) => {
      const register = controls
        .find(({ registerActions }) => registerActions.includes(action))
        ?.registers.find(({ name }) => name === action.register);
      if (register === undefined) return unexpected(action.register);
      return printRegisterAction(action, register, indices.of(register), dialect);
    },
    counter: (counter) => {
      const { unit, size, name, source } = counter;
      const type = `CounterType_t.${counterTypes[unit]}`;
      const text =
        size === undefined
          ? `DirectCounter<bit<64>>(${type}) ${name};`
          : `Counter<bit<64>, ${typeName(indices.of(counter))}>(${size}, ${type}) ${name};`;
      return [line(text, source)];
    },
    meter: (meter) => {
      const { unit, size, name, source } = meter;
      const type = `MeterType_t.${counterTypes[unit]}`;
      const text =
        size === undefined
          ? `DirectMeter(${type}, ${colors}) ${name};`
          : `Meter<${typeName(indices.of(meter))}>(${size}, ${type}, ${colors}) ${name};`;
      return [line(text, source)];
    },
    actionProfile: ({ selector, size, name, source }) => {
      if (selector === undefined) return [line(`ActionProfile(${size}) ${name};`, source)];
      const hash = `Hash<bit<${selector.outputWidth}>>(HashAlgorithm_t.${algorithmName(selector.algorithm)})`;
      return [
        line(`${hash} ${name}_hash;`, source),
        line(`ActionProfile(${size}) ${name}_members;`, source),
        line(
          `ActionSelector(${name}_members, ${name}_hash, SelectorMode_t.FAIR, ${groupSize}, ${size}) ${name};`,
          source,
        ),
      ];
    },
    digest: () => [],
    instances: (owner) => printInstances(owner, names),
    tableProperties,
  };
  return dialect;
}

/** Red, yellow and green as every target here tells them; TNA lets the program choose. */
const colors = "2, 1, 0";

/** Members of a selector's group. */
const groupSize = 64;

function allControls(control: Control): readonly Control[] {
  return [control, ...control.controls.flatMap(allControls)];
}

/** Hashes and random numbers are calls in a program; in TNA each is an instance, named for what it is. */
function instanceNames(controls: readonly Control[]): ReadonlyMap<Statement, string> {
  const names = new Map<Statement, string>();
  let hashes = 0;
  let randoms = 0;
  for (const control of controls) {
    walk([control.actions, control.body], (target) => {
      if (target.kind === "hash" && !names.has(target)) names.set(target, `hash_${++hashes}`);
      if (target.kind === "random" && !names.has(target)) names.set(target, `random_${++randoms}`);
    });
  }
  return names;
}

function printInstances(control: Control, names: ReadonlyMap<Statement, string>): readonly Code[] {
  const lines: Code[] = [];
  walk([control.actions, control.body], (target) => {
    if (target.kind === "hash") lines.push(printHashInstance(target, names.get(target) ?? ""));
    if (target.kind === "random") {
      lines.push(line(`Random<${typeName(target.into.type)}>() ${names.get(target)};`, target.source));
    }
  });
  return lines;
}

function printHashInstance({ algorithm, into, source }: Hash, name: string): Code {
  return line(`Hash<${typeName(into.type)}>(HashAlgorithm_t.${algorithmName(algorithm)}) ${name};`, source);
}

function algorithmName(algorithm: HashAlgorithm): string {
  return algorithm === "csum16" ? unexpected(algorithm) : hashAlgorithms[algorithm];
}

/** Where no size is printed, TNA wants one all the same. */
function tableProperties(table: Table): readonly Code[] {
  const { size, entries, idleTimeout } = table;
  return [
    ...(size === undefined || entries.length > 0 ? [line(`size = ${rowsOf(table)};`)] : []),
    ...(idleTimeout ? [line("idle_timeout = true;")] : []),
  ];
}

/** As many rows as the program's own entries, or as its keys can tell apart. */
function rowsOf({ entries, keys }: Table): number {
  if (entries.length > 0) return entries.length;
  if (keys.some(({ match }) => match !== "exact")) return defaultSize;
  const bits = keys.reduce((sum, { expression }) => sum + (typeWidth(expression.type) ?? 0), 0);
  return Math.min(defaultSize, 2 ** bits);
}

/** The call of an extern, without its semicolon. */
function externCall(
  statement: ExternStatement,
  indices: IndexTypes,
  names: ReadonlyMap<Statement, string>,
  controlArguments: readonly string[],
): string {
  switch (statement.kind) {
    case "applyControl":
      return `${statement.control}.apply(${controlArguments.join(", ")})`;
    case "executeRegisterAction": {
      const { registerAction, into, index, source } = statement;
      const call = `${registerAction}.execute(${indexText(index, indices.at(statement), source)})`;
      return into === undefined ? call : `${printExpression(into)} = ${call}`;
    }
    case "count": {
      const { counter, index, source } = statement;
      return `${counter}.count(${index === undefined ? "" : indexText(index, indices.at(statement), source)})`;
    }
    case "executeMeter": {
      const { meter, index, into, source } = statement;
      const at = index === undefined ? "" : indexText(index, indices.at(statement), source);
      return `${printExpression(into)} = (${typeName(into.type)})${meter}.execute(${at})`;
    }
    case "hash":
      return hashCall(statement, names.get(statement) ?? "");
    case "random":
      return randomCall(statement, names.get(statement) ?? "");
    default:
      return unexpected(statement.kind);
  }
}

function indexText(index: Expression, type: Type, source: SourcePosition): string {
  if (sameType(index.type, type) || index.kind === "constant") return printTyped(index);
  return printExpression(node("cast", { operand: index, type, source }));
}

function hashCall({ into, inputs, range }: Hash, name: string): string {
  const call = `${name}.get({${inputs.map(printExpression).join(", ")}})`;
  const target = printExpression(into);
  if (range === undefined) return `${target} = ${call}`;
  const bits = constantValue(range.modulus).toString(2).length - 1;
  return `${target} = (${typeName(into.type)})${call}[${bits - 1}:0]`;
}

function randomCall({ into, high }: Random, name: string): string {
  const bits = constantValue(high).toString(2).length;
  const whole = typeWidth(into.type) === bits;
  const call = `${name}.get()`;
  return `${printExpression(into)} = ${whole ? call : `(${typeName(into.type)})${call}[${bits - 1}:0]`}`;
}
