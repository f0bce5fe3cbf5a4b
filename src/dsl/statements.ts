import type { SourcePosition } from "../base/index.js";
import { type Block, type Hash, type HashAlgorithm, node } from "../ir/index.js";
import type { Bool } from "./bool.js";
import type { BitVariable } from "./numbers.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import { afterParser, type Body, buildBody, placedStep, plainStep, type Step, scopedStep } from "./step.js";
import { expressionOf, type NumberLiteral, type Value } from "./value.js";

/**
 * `if (condition) { … } else { … }`
 *
 * @example
 * ```ts
 * when(hdr.ipv4.isValid(), meta.seen.set(true), discard())
 * ```
 * ```p4
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * if (hdr.ipv4.isValid()) {
 *     meta.seen = true;
 * } else {
 *     discard();
 * }
 * ```
 */
export function when(condition: Bool, whenTrue: Body, whenFalse: Body = []): Step {
  const source = here();
  return scopedStep(source, (scope) =>
    node("if", {
      condition: condition.ir,
      whenTrue: buildBody(whenTrue, scope),
      whenFalse: buildBody(whenFalse, scope),
      source,
    }),
  );
}

/**
 * Statements under a heading, which the generated P4 shows as a comment.
 *
 * @example
 * ```ts
 * section("Routing", [meta.seen.set(true)], "The section has a comment of its own.")
 * ```
 * ```p4
 * meta.seen = true;
 * ```
 */
export function section(title: string, body: Body, doc?: string): Step {
  return block(body, { title, atomic: false, ...(doc === undefined ? {} : { doc: { brief: doc } }) }, here());
}

/**
 * Statements that no other packet interrupts.
 *
 * @example
 * ```ts
 * atomic([meta.ticket.set(1), meta.seen.set(true)])
 * ```
 * ```p4
 * @atomic {
 *     meta.ticket = 1;
 *     meta.seen = true;
 * }
 * ```
 */
export function atomic(body: Body): Step {
  return block(body, { atomic: true }, here());
}

function block(body: Body, fields: Omit<Block, "kind" | "body" | "source">, source: SourcePosition): Step {
  return scopedStep(source, (scope) => node("block", { ...fields, body: buildBody(body, scope), source }));
}

/**
 * Ends the whole ingress or egress.
 *
 * @example
 * ```ts
 * when(hdr.ipv4.ttl.equals(0), exit())
 * ```
 * ```p4
 * if (hdr.ipv4.ttl == 0) {
 *     exit;
 * }
 * ```
 */
export function exit(): Step {
  return controlOnly("exit", here());
}

/**
 * Ends the enclosing action or control.
 *
 * @example
 * ```ts
 * const stop = action("stop", {}, () => [when(meta.seen, returnEarly()), meta.ticket.set(1)]);
 * stop()
 * ```
 * ```p4
 * action stop() {
 *     if (meta.seen) {
 *         return;
 *     }
 *     meta.ticket = 1;
 * }
 * stop();
 * ```
 */
export function returnEarly(): Step {
  return controlOnly("return", here());
}

function controlOnly(kind: "exit" | "return", source: SourcePosition): Step {
  return placedStep(node(kind, { source }), afterParser, kind);
}

/**
 * `log_msg(text, {args})`: each `{}` in the text stands for an argument.
 *
 * @example
 * ```ts
 * logMessage("ticket {} of {}", [meta.ticket, hdr.ipv4.src])
 * ```
 * ```p4
 * log_msg("ticket {} of {}", {meta.ticket, hdr.ipv4.src});
 * ```
 */
export function logMessage(text: string, args: readonly Value[] = []): Step {
  const source = here();
  const holes = text.split("{}").length - 1;
  if (holes !== args.length) {
    const message = `the message has ${holes} places and ${args.length} arguments`;
    refuse("DSL-ARGUMENT", source, message, "Give one argument for each {}.");
  }
  const statement = node("logMessage", { text, args: args.map((arg) => arg.ir), source });
  return placedStep(statement, afterParser, "logMessage");
}

/**
 * `assert(condition);` the switch reports an error when it does not hold.
 *
 * @example
 * ```ts
 * assertThat(hdr.ethernet.isValid())
 * ```
 * ```p4
 * assert(hdr.ethernet.isValid());
 * ```
 */
export function assertThat(condition: Bool): Step {
  return assertion("assert", condition, here());
}

/**
 * `assume(condition);` what a checker may take as given.
 *
 * @example
 * ```ts
 * assume(hdr.ipv4.ttl.notEquals(0))
 * ```
 * ```p4
 * assume(hdr.ipv4.ttl != 0);
 * ```
 */
export function assume(condition: Bool): Step {
  return assertion("assume", condition, here());
}

function assertion(form: "assert" | "assume", condition: Bool, source: SourcePosition): Step {
  return plainStep(node("assert", { form, condition: condition.ir, source }));
}

/** The numbers from `base` up to, without, `base + modulus`; all of them fit the variable. */
export interface HashRange {
  readonly base: NumberLiteral;
  readonly modulus: NumberLiteral;
}

/**
 * `into =` a hash of `inputs`, cut to its width, or brought into a range.
 *
 * @example
 * ```ts
 * hash(meta.bucket, "crc32", [hdr.ipv4.src, hdr.ipv4.dst], { base: 0, modulus: 16 })
 * ```
 * ```p4
 * hash(meta.bucket, HashAlgorithm.crc32, 16w0, {hdr.ipv4.src, hdr.ipv4.dst}, 16w16);
 * ```
 * @example
 * ```ts
 * hash(meta.ticket, "crc32", [hdr.ipv4.src, hdr.ipv4.dst])
 * ```
 * ```p4
 * hash(meta.ticket, HashAlgorithm.crc32, 32w0, {hdr.ipv4.src, hdr.ipv4.dst}, 64w0x100000000);
 * ```
 *
 * @throws CodedError `DSL-RANGE` when the range is empty, or leaves the variable's
 */
export function hash<W extends number>(
  into: BitVariable<W>,
  algorithm: HashAlgorithm,
  inputs: readonly Value[],
  range?: HashRange,
): Step {
  const source = here();
  const { ir } = into;
  const bounds = range && hashBounds(into, range, source);
  const fields = { into: ir, algorithm, inputs: inputs.map((input) => input.ir), source };
  return placedStep(node("hash", { ...fields, ...(bounds && { range: bounds }) }), afterParser, "hash");
}

/** Nothing for all numbers of the width, which is a hash without a range: their count does not fit the width itself. */
function hashBounds<W extends number>(
  { ir, width }: BitVariable<W>,
  { base, modulus }: HashRange,
  source: SourcePosition,
): Hash["range"] {
  const count = 1n << BigInt(width);
  if (BigInt(modulus) < 1n) {
    refuse("DSL-RANGE", source, `a modulus of ${modulus} leaves no number`, "Give at least 1.");
  }
  const first = expressionOf(ir.type, base, source);
  if (BigInt(base) + BigInt(modulus) > count) {
    const range = `the numbers from ${base} to ${BigInt(base) + BigInt(modulus) - 1n}`;
    refuse("DSL-RANGE", source, `${range} do not fit bit<${width}>`, `It holds 0 to ${count - 1n}.`);
  }
  if (BigInt(modulus) === count) return undefined;
  return { base: first, modulus: expressionOf(ir.type, modulus, source) };
}

/**
 * `into =` a random number from `low` to `high`, both included.
 *
 * @example
 * ```ts
 * random(meta.bucket, 10, 19)
 * ```
 * ```p4
 * random(meta.bucket, 16w10, 16w19);
 * ```
 */
export function random<W extends number>(
  into: BitVariable<W>,
  low: NumberLiteral,
  high: NumberLiteral,
): Step {
  const source = here();
  const { ir } = into;
  const bounds = { low: expressionOf(ir.type, low, source), high: expressionOf(ir.type, high, source) };
  if (BigInt(low) > BigInt(high)) {
    refuse("DSL-RANGE", source, `there is no number from ${low} to ${high}`, "The low end comes first.");
  }
  return placedStep(node("random", { into: ir, ...bounds, source }), afterParser, "random");
}
