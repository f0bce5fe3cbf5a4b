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

/** A packet that takes a random way through a program's parser, so that its headers are really there. */
export function randomPacket(program: Program, random: Random): Uint8Array {
  const bits: FieldBits[] = [];
  let state = program.parser.states.find(({ name }) => name === "start");
  for (let visited = 0; state !== undefined && visited < statesMax; visited += 1) {
    for (const statement of state.statements) {
      if (statement.kind === "extract") bits.push(...randomHeader(statement.header, random));
    }
    state = stateNamed(program.parser, takeTransition(state.transition, bits, random));
  }
  return packed(bits, random);
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

/** Chooses a line of a select and makes the packet fit it, where it selects on fields. */
function takeTransition(transition: Transition, bits: readonly FieldBits[], random: Random): string {
  if (transition.kind === "direct") return transition.next;
  const chosen = transition.cases[randomBelow(random, transition.cases.length)];
  if (chosen === undefined) return "reject";
  transition.on.forEach((expression, position) => {
    const path = pathOf(expression);
    const field = bits.findLast((candidate) => candidate.path === path);
    const value = wanted(chosen.keys[position]);
    if (field !== undefined && value !== undefined) field.value = BigInt.asUintN(field.width, value);
  });
  return chosen.next;
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
