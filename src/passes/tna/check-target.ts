import {
  type Action,
  type Assign,
  type Binary,
  type Hash,
  type Key,
  type Node,
  type Program,
  type Random,
  type Type,
  typeWidth,
  walk,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { check as checkChecksum } from "./place-checksums.js";
import { refuse } from "./refuse.js";

/** Refuses what no pass can turn into something that Tofino 1 does. */
export const checkTarget: Pass = {
  name: "check-target",
  run(program) {
    walk(program, checkNode);
    checkV1model(program);
    walk([program.ingress, program.egress], checkMeters);
    checkHeaders(program);
    for (const checksum of [...program.verifyChecksums, ...program.updateChecksums]) checkChecksum(checksum);
    return program;
  },
};

/** Statements that Tofino 1 has nothing for: their code, what is wrong, and what to do. */
const refused = {
  truncate: [
    "TNA-TRUNCATE",
    "Tofino 1 truncates only what it mirrors",
    "Set the length in the mirror session, or leave the packet whole.",
  ],
  clone: [
    "TNA-CLONE",
    "clones are not lowered to Tofino's mirror sessions",
    "Multicast the packet, and tell the copies apart by packet.replicationId.",
  ],
  verify: [
    "TNA-PARSER",
    "Tofino's parser cannot stop with an error of the program's own",
    "Look at the field in ingress, or select on it.",
  ],
} as const;

function checkNode(target: Node): void {
  switch (target.kind) {
    case "truncate":
    case "clone":
    case "verify": {
      const [code, message, help] = refused[target.kind];
      refuse(code, message, help, target.source);
      break;
    }
    case "binary":
      checkBinary(target);
      break;
    case "hash":
      checkHash(target);
      break;
    case "random":
      checkRandom(target);
      break;
    case "key":
      checkRange(target);
      break;
    case "assign":
      checkAlignment(target);
      break;
    default:
  }
}

/** Bits of a key that Tofino's TCAM compares with a range. */
const rangeMax = 20;

function checkRange({ match, expression, source }: Key): void {
  const width = typeWidth(expression.type) ?? 0;
  if (match !== "range" || width <= rangeMax) return;
  refuse(
    "TNA-RANGE",
    `a range over ${width} bits; Tofino's TCAM takes ${rangeMax}`,
    "Use a ternary key, or the range of a slice.",
    source,
  );
}

/** An ALU works on whole containers: what it computes cannot land in the middle of a byte. */
function checkAlignment({ target, value, source }: Assign): void {
  if (target.kind !== "slice" || target.low % 8 === 0 || value.kind !== "binary") return;
  refuse(
    "TNA-EXPRESSION",
    `a result is put into bits ${target.high} to ${target.low} of a number`,
    "Compute it in a field of its own, and copy that.",
    source,
  );
}

const statementKinds: ReadonlySet<string> = new Set(["assign", "if", "switch", "callAction", "count"]);

/** The struct is made when its module is loaded: the statement that uses it knows the line. */
function checkV1model(program: Program): void {
  let position = program.source;
  walk(program, (target) => {
    if (statementKinds.has(target.kind) && "source" in target) position = target.source;
    if (target.kind !== "root" || target.root !== "standardMetadata") return;
    refuse(
      "TNA-V1MODEL",
      "standard_metadata belongs to v1model",
      "Use the portable names of `packet`.",
      position,
    );
  });
}

const wordBits = 32;

function checkBinary({ operator, left, right, type, source }: Binary): void {
  if (operator === "*") {
    refuse(
      "TNA-ARITHMETIC",
      "Tofino has no multiplication at run time",
      "Shift and add, or look the product up in a table.",
      source,
    );
  }
  if ((operator === "<<" || operator === ">>") && right.kind !== "constant") {
    refuse(
      "TNA-SHIFT",
      "the amount of a shift is known only at run time",
      "Shift by a constant, or choose among actions with a table.",
      source,
    );
  }
  const adds = operator === "+" || operator === "-" || operator === "|+|" || operator === "|-|";
  if (adds && (typeWidth(type) ?? 0) > wordBits && left.kind !== "constant") {
    refuse(
      "TNA-ARITHMETIC",
      `arithmetic over ${typeWidth(type)} bits; Tofino's ALUs have ${wordBits}`,
      "Keep the number as two words, and carry by the top bit of the low one.",
      source,
    );
  }
}

function checkHash({ algorithm, range, source }: Hash): void {
  if (algorithm === "csum16") {
    refuse("TNA-HASH", "Tofino's hash units do not compute csum16", "Use crc16 or crc32.", source);
  }
  if (range === undefined) return;
  const { base, modulus } = range;
  const isSlice =
    base.kind === "constant" &&
    base.value === 0n &&
    modulus.kind === "constant" &&
    modulus.value > 1n &&
    (modulus.value & (modulus.value - 1n)) === 0n;
  if (isSlice) return;
  refuse(
    "TNA-HASH",
    "a hash has a range that is no power of two from 0",
    "Use base 0 and a power of two as modulus.",
    source,
  );
}

function checkRandom({ low, high, source }: Random): void {
  const isSlice =
    low.kind === "constant" &&
    low.value === 0n &&
    high.kind === "constant" &&
    (high.value & (high.value + 1n)) === 0n;
  if (isSlice) return;
  refuse(
    "TNA-RANDOM",
    "random numbers have a range that is no power of two from 0",
    "Ask for a number from 0 to 2^n - 1.",
    source,
  );
}

function checkHeaders({ headers }: Program): void {
  for (const { type, source } of headers.fields) {
    if (
      type.kind === "headerUnionType" ||
      (type.kind === "stackType" && type.element.kind === "headerUnionType")
    ) {
      refuse("TNA-HEADER-UNION", "Tofino has no header unions", "Declare the headers side by side.", source);
    }
    if (hasVarbit(type)) {
      refuse(
        "TNA-VARBIT",
        "a header of variable length",
        "Extract the fixed part, and the rest as a stack of words.",
        source,
      );
    }
  }
}

function hasVarbit(type: Type): boolean {
  return type.kind === "headerType" && type.fields.some((field) => field.type.kind === "varbitType");
}

/** A direct meter is read by every action of its table, or by none. */
function checkMeters(target: Node): void {
  if (target.kind !== "control") return;
  for (const { meter, actions, source } of target.tables) {
    if (meter === undefined) continue;
    for (const { action, scope } of actions) {
      const declared = target.actions.find(({ name }) => name === action);
      if (declared === undefined ? scope === "defaultOnly" : executesMeter(declared, meter)) continue;
      refuse(
        "TNA-METER",
        `the action ${action} does not read the direct meter ${meter} of its table; on Tofino all of them do, or none`,
        "Execute the meter in every action of the table.",
        declared?.source ?? source,
      );
    }
  }
}

function executesMeter(action: Action, meter: string): boolean {
  let found = false;
  walk(action, (target) => {
    if (target.kind === "executeMeter" && target.meter === meter) found = true;
  });
  return found;
}
