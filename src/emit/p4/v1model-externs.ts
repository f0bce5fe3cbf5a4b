import { assert } from "../../base/index.js";
import {
  bitType,
  type CounterUnit,
  type Expression,
  node,
  type Program,
  sameType,
  typeName,
} from "../../ir/index.js";
import { type FieldLists, fieldListNumber, fieldLists } from "../../passes/index.js";
import { line } from "./code.js";
import { quote } from "./describe.js";
import type { Dialect, ExternStatement } from "./dialect.js";
import { printExpression, printTyped } from "./expressions.js";
import { unexpected } from "./unexpected.js";

const counterTypes: Readonly<Record<CounterUnit, string>> = {
  packets: "packets",
  bytes: "bytes",
  packetsAndBytes: "packets_and_bytes",
};

/** What a control of v1model is applied to. */
const controlArguments = ["hdr", "meta", "standard_metadata"];

/** How v1model writes what is its own. */
export function v1modelDialect(program: Program): Dialect {
  const lists = fieldLists(program);
  return {
    ...declarations,
    extern: (statement) => line(`${externCall(statement, lists)};`, statement.source),
  };
}

const declarations: Omit<Dialect, "extern"> = {
  controlParameters: [
    "inout headers_t hdr",
    "inout metadata_t meta",
    "inout standard_metadata_t standard_metadata",
  ],
  register: ({ cell, size, name, source }) => [line(`register<${typeName(cell)}>(${size}) ${name};`, source)],
  counter: ({ unit, size, name, source }) => {
    const type = `CounterType.${counterTypes[unit]}`;
    return [
      line(
        size === undefined ? `direct_counter(${type}) ${name};` : `counter(${size}, ${type}) ${name};`,
        source,
      ),
    ];
  },
  meter: ({ unit, size, name, source }) => {
    const type = `MeterType.${unit}`;
    const text =
      size === undefined ? `direct_meter<bit<2>>(${type}) ${name};` : `meter(${size}, ${type}) ${name};`;
    return [line(text, source)];
  },
  actionProfile: ({ selector, size, name, source }) => {
    if (selector === undefined) return [line(`action_profile(${size}) ${name};`, source)];
    const { algorithm, outputWidth } = selector;
    return [line(`action_selector(HashAlgorithm.${algorithm}, ${size}, ${outputWidth}) ${name};`, source)];
  },
  registerAction: ({ name }) => unexpected(name),
  digest: () => [],
  instances: () => [],
  tableProperties: ({ idleTimeout }) => (idleTimeout ? [line("support_timeout = true;")] : []),
};

/** The call of an extern, without its semicolon. */
function externCall(statement: ExternStatement, lists: FieldLists): string {
  switch (statement.kind) {
    case "applyControl":
      return `${statement.control}.apply(${controlArguments.join(", ")})`;
    case "registerRead":
      return `${statement.register}.read(${printExpression(statement.into)}, ${indexOf(statement.index)})`;
    case "registerWrite":
      return `${statement.register}.write(${indexOf(statement.index)}, ${printExpression(statement.value)})`;
    case "count":
      return `${statement.counter}.count(${statement.index === undefined ? "" : indexOf(statement.index)})`;
    case "executeMeter":
      return meterCall(statement);
    case "hash":
      return hashCall(statement);
    case "random":
      return call("random", [statement.into, statement.low, statement.high]);
    case "sendDigest":
      return `digest<${statement.digest}>(1, {${statement.values.map(printExpression).join(", ")}})`;
    case "drop":
      return "mark_to_drop(standard_metadata)";
    case "recirculate":
    case "resubmit":
      return `${statement.kind}_preserving_field_list(${fieldListNumber(lists, statement)})`;
    case "clone":
      return cloneCall(statement, lists);
    case "truncate":
      return call("truncate", [statement.length]);
    case "logMessage": {
      const args = statement.args.length === 0 ? "" : `, {${statement.args.map(printExpression).join(", ")}}`;
      return `log_msg(${quote(statement.text)}${args})`;
    }
    case "assert":
      return call(statement.form, [statement.condition]);
    case "executeRegisterAction":
    case "sendToPort":
    case "multicast":
    case "setPriority":
      return unexpected(statement.kind);
  }
}

type Kind<K extends ExternStatement["kind"]> = Extract<ExternStatement, { readonly kind: K }>;

function call(name: string, args: readonly Expression[]): string {
  return `${name}(${args.map(printExpression).join(", ")})`;
}

function meterCall({ meter, index, into }: Kind<"executeMeter">): string {
  if (index === undefined) return `${meter}.read(${printExpression(into)})`;
  return `${meter}.execute_meter<${typeName(into.type)}>(${indexOf(index)}, ${printExpression(into)})`;
}

function hashCall({ into, algorithm, inputs, range }: Kind<"hash">): string {
  assert(range !== undefined, "a hash without a range reached the v1model printer");
  const data = `{${inputs.map(printExpression).join(", ")}}`;
  const bounds = [printExpression(range.base), data, printExpression(range.modulus)];
  return `hash(${[printExpression(into), `HashAlgorithm.${algorithm}`, ...bounds].join(", ")})`;
}

function cloneCall(statement: Kind<"clone">, lists: FieldLists): string {
  const type = statement.from === "ingress" ? "CloneType.I2E" : "CloneType.E2E";
  const session = printTyped(statement.session);
  if (statement.preserved.length === 0) return `clone(${type}, ${session})`;
  const list = fieldListNumber(lists, statement);
  return `clone_preserving_field_list(${type}, ${session}, ${list})`;
}

/** v1model's indices are bit<32>. */
function indexOf(index: Expression): string {
  const type = bitType(32);
  if (sameType(index.type, type) || index.kind === "constant") return printTyped(index);
  return printExpression(node("cast", { operand: index, type, source: index.source }));
}
