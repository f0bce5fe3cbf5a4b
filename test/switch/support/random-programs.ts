import { type Random, randomBelow } from "../../../src/base/index.js";
import {
  assign,
  bmv2,
  calls,
  expression,
  field,
  hex,
  type Json,
  primitive,
  type TestHeader,
} from "./bmv2.js";

const WIDTHS = [1, 3, 8, 13, 16, 24, 31, 32, 33, 47, 48, 53, 63, 64, 65, 96, 128] as const;

function pick<T>(random: Random, items: readonly T[]): T {
  return items[randomBelow(random, items.length)] as T;
}

function randomBits(random: Random, width: number): bigint {
  let value = 0n;
  for (let taken = 0; taken < width; taken += 32) value = (value << 32n) | BigInt(random.nextUint32());
  return BigInt.asUintN(width, value);
}

/** A header with fields of all sorts, and metadata to put results in. */
function randomHeaders(random: Random): { packet: TestHeader; results: TestHeader; bits: number } {
  const widths = Array.from({ length: 6 }, () => pick(random, WIDTHS));
  const bits = widths.reduce((sum, width) => sum + width, 0);
  const padding = (8 - (bits % 8)) % 8;
  const fields: [string, number, boolean][] = widths.map((width, index) => [
    `f${index}`,
    width,
    width > 1 && randomBelow(random, 4) === 0,
  ]);
  if (padding > 0) fields.push(["pad", padding, false]);
  const packet = { name: "h", fields };
  const results = {
    name: "m",
    metadata: true,
    fields: Array.from({ length: 4 }, (_, index) => [`r${index}`, pick(random, WIDTHS)] as const),
  };
  return { packet, results, bits: bits + padding };
}

/** Writes random expressions over the fields of a header; parameters are not used. */
class ExpressionWriter {
  constructor(
    private readonly random: Random,
    private readonly header: TestHeader,
  ) {}

  data(depth: number): Json {
    if (depth === 0 || randomBelow(this.random, 5) === 0) return this.leaf();
    switch (randomBelow(this.random, 10)) {
      case 0:
        return expression("~", null, this.data(depth - 1));
      case 1:
        return expression("?", this.data(depth - 1), this.data(depth - 1), this.condition(depth - 1));
      case 2:
        return expression("b2d", null, this.condition(depth - 1));
      case 3:
        return expression(
          pick(this.random, ["<<", ">>"]),
          this.data(depth - 1),
          hex(randomBelow(this.random, 80)),
        );
      case 4:
        return expression(pick(this.random, ["<<", ">>"]), this.data(depth - 1), this.small());
      case 5:
        return expression(
          pick(this.random, ["two_comp_mod", "usat_cast", "sat_cast"]),
          this.data(depth - 1),
          hex(2 + randomBelow(this.random, 70)),
        );
      default:
        return expression(
          pick(this.random, ["+", "-", "*", "&", "|", "^", "+", "-", "&", "/", "%"]),
          this.data(depth - 1),
          this.data(depth - 1),
        );
    }
  }

  /** A shift amount that is not a constant. */
  private small(): Json {
    return expression("&", this.leaf(), hex(0x3f));
  }

  private leaf(): Json {
    if (randomBelow(this.random, 3) === 0) {
      const value = randomBits(this.random, pick(this.random, WIDTHS));
      return hex(randomBelow(this.random, 4) === 0 ? -value : value);
    }
    return field(this.header.name, pick(this.random, this.header.fields)[0]);
  }

  condition(depth: number): Json {
    if (depth === 0) return this.comparison(0);
    switch (randomBelow(this.random, 5)) {
      case 0:
        return expression("not", null, this.condition(depth - 1));
      case 1:
        return expression(
          pick(this.random, ["and", "or"]),
          this.condition(depth - 1),
          this.condition(depth - 1),
        );
      case 2:
        return expression("d2b", null, this.data(depth - 1));
      default:
        return this.comparison(depth - 1);
    }
  }

  private comparison(depth: number): Json {
    const operator = pick(this.random, ["==", "!=", "<", "<=", ">", ">="]);
    return expression(operator, this.data(depth), this.data(depth));
  }
}

/** A program that assigns random expressions and sends its results out, and frames for it. */
export function randomProgram(random: Random): { json: string; frames: string[] } {
  const { packet, results, bits } = randomHeaders(random);
  const writer = new ExpressionWriter(random, packet);
  const out = { name: "out", fields: results.fields.map(([name, width]) => [name, width] as const) };
  const outBits = out.fields.reduce((sum, [, width]) => sum + width, 0);
  const padded = { ...out, fields: [...out.fields, ["pad", (8 - (outBits % 8)) % 8] as const] };
  const computed = results.fields.map(([name]) => assign(field("m", name), writer.data(4)));
  const shown = results.fields.map(([name]) => assign(field("out", name), field("m", name)));
  const primitives = [
    ...computed,
    primitive("_jump_if_zero", expression("b2d", null, writer.condition(3)), hex(6)),
    assign(field("h", packet.fields[0]?.[0] ?? ""), writer.data(3)),
    primitive("add_header", { type: "header", value: "out" }),
    ...shown,
    assign(field("standard_metadata", "egress_spec"), hex(1)),
  ];
  const json = bmv2({
    headers: [packet, padded, results],
    actions: [{ name: "compute", primitives }],
    ingress: calls(0),
    parseStates: [
      {
        name: "start",
        id: 0,
        parser_ops: [{ op: "extract", parameters: [{ type: "regular", value: "h" }] }],
        transition_key: [],
        transitions: [{ type: "default", value: null, mask: null, next_state: null }],
      },
    ],
  });
  const frames = Array.from({ length: 5 }, () => randomFrame(random, bits));
  return { json, frames };
}

function randomFrame(random: Random, bits: number): string {
  const value = [
    () => randomBits(random, bits),
    () => (1n << BigInt(bits)) - 1n,
    () => 0n,
    () => randomBits(random, bits) & randomBits(random, bits) & randomBits(random, bits),
  ][randomBelow(random, 4)]?.();
  return (value ?? 0n).toString(16).padStart(bits / 4, "0");
}
