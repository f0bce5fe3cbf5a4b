import { type Random, randomBelow, randomUint64 } from "../../../src/base/index.js";
import {
  type Expression,
  type HeaderType,
  type KeySet,
  type Parser,
  type Program,
  type Transition,
  typeWidth,
} from "../../../src/ir/index.js";

/** The fields of a packet in the making, in the order of the wire; later choices change earlier fields. */
interface FieldBits {
  readonly path: string;
  readonly width: number;
  value: bigint;
}

const payloadBytesMax = 64;
const statesMax = 32;

/** A packet in the making. */
interface Draft {
  readonly bits: FieldBits[];
  /** What the bits behind the headers so far have to be: a lookahead chose a state by them. */
  ahead: FieldBits | undefined;
}

/**
 * A packet that takes a random way through a program's parser, so that its headers are really there: what the fields of
 * a header hold that is not there, P4 does not say, and no two switches agree about it.
 */
export function randomPacket(program: Program, random: Random): Uint8Array {
  const draft: Draft = { bits: [], ahead: undefined };
  let state = program.parser.states.find(({ name }) => name === "start");
  for (let visited = 0; state !== undefined && visited < statesMax; visited += 1) {
    for (const statement of state.statements) {
      if (statement.kind === "extract") addHeader(draft, randomHeader(statement.header, random));
      if (statement.kind === "advance") addSkipped(draft, statement.bits, random);
    }
    state = stateNamed(program.parser, takeTransition(state.transition, draft, random));
  }
  return packed(draft.bits, random);
}

/** The first bits are those that were looked at before. */
function addHeader(draft: Draft, fields: readonly FieldBits[]): void {
  draft.bits.push(...fields);
  const { ahead } = draft;
  if (ahead === undefined) return;
  let position = ahead.width;
  for (const field of fields) {
    position -= field.width;
    const distance = BigInt(Math.abs(position));
    const part = BigInt.asUintN(
      field.width,
      position < 0 ? ahead.value << distance : ahead.value >> distance,
    );
    const free = position < 0 ? field.value & ((1n << distance) - 1n) : 0n;
    field.value = part | free;
    if (position <= 0) break;
  }
  draft.ahead = undefined;
}

function addSkipped(draft: Draft, bits: Expression, random: Random): void {
  const width = Number(constantOf(bits) ?? 0n);
  addHeader(draft, [{ path: "skipped", width, value: randomValue(width, random) }]);
}

function stateNamed(parser: Parser, name: string): Parser["states"][number] | undefined {
  return parser.states.find((state) => state.name === name);
}

function randomHeader(header: Expression, random: Random): FieldBits[] {
  const type = header.type as HeaderType;
  return type.fields.map((field) => {
    const width = typeWidth(field.type) ?? 0;
    return { path: `${pathOf(header)}.${field.name}`, width, value: randomValue(width, random) };
  });
}

/** Mostly small: tables are keyed on small numbers, and comparisons need neighbours. */
export function randomValue(width: number, random: Random): bigint {
  const small = randomBelow(random, 5) > 0;
  const value = small ? BigInt(randomBelow(random, 4)) : randomUint64(random);
  return BigInt.asUintN(width, value);
}

function pathOf(expression: Expression): string {
  switch (expression.kind) {
    case "root":
      return expression.root;
    case "field":
      return `${pathOf(expression.object)}.${expression.field}`;
    case "stackNext":
    case "stackLast":
      return `${pathOf(expression.stack)}.last`;
    default:
      return expression.kind;
  }
}

/** Chooses a line of a select and makes the packet fit it, where it selects on what is in the packet. */
function takeTransition(transition: Transition, draft: Draft, random: Random): string {
  if (transition.kind === "direct") return transition.next;
  const chosen = transition.cases[randomBelow(random, transition.cases.length)];
  if (chosen === undefined) return "reject";
  transition.on.forEach((expression, position) => {
    const value = wanted(chosen.keys[position]);
    if (value !== undefined) makeEqual(expression, value, draft, random);
  });
  return chosen.next;
}

function makeEqual(expression: Expression, value: bigint, draft: Draft, random: Random): void {
  const isSlice = expression.kind === "slice";
  const whole = isSlice ? expression.operand : expression;
  if (whole.kind === "lookahead") {
    const width = typeWidth(whole.type) ?? 0;
    draft.ahead ??= { path: "ahead", width, value: randomValue(width, random) };
  }
  const path = pathOf(whole);
  const field =
    whole.kind === "lookahead" ? draft.ahead : draft.bits.findLast((candidate) => candidate.path === path);
  if (field === undefined) return;
  const [low, high] = isSlice ? [expression.low, expression.high] : [0, field.width - 1];
  const mask = ((1n << BigInt(high - low + 1)) - 1n) << BigInt(low);
  const others = BigInt.asUintN(field.width, ~mask);
  field.value = (field.value & others) | ((value << BigInt(low)) & mask);
}

function wanted(key: KeySet | undefined): bigint | undefined {
  if (key?.kind === "value" || key?.kind === "mask" || key?.kind === "prefix") return constantOf(key.value);
  return key?.kind === "range" ? constantOf(key.low) : undefined;
}

function constantOf(expression: Expression): bigint | undefined {
  if (expression.kind === "constant") return expression.value;
  if (expression.kind !== "enumMember") return undefined;
  return expression.type.members.find(({ name }) => name === expression.member)?.value;
}

function packed(bits: readonly FieldBits[], random: Random): Uint8Array {
  const text = bits.map(({ value, width }) => value.toString(2).padStart(width, "0")).join("");
  const headers = text.match(/.{1,8}/g)?.map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2)) ?? [];
  const payload = Array.from({ length: randomBelow(random, payloadBytesMax) }, () =>
    randomBelow(random, 256),
  );
  return Uint8Array.from([...headers, ...payload]);
}
