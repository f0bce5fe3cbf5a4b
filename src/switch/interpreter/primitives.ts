import { assert } from "../../base/index.js";
import { drawBetween } from "../arithmetic.js";
import { calculate } from "../calculate.js";
import { MAX_ACTION_ROUNDS, ProgramAssertion } from "../forwarding/engine.js";
import { formatLog } from "../forwarding/log-format.js";
import type { Action, HeaderPrimitive, Primitive, PrimitiveOf, RequestPrimitive } from "../model/index.js";
import { writeField } from "../phv/access.js";
import {
  addHeader,
  assignHeader,
  assignUnion,
  copyField,
  popStack,
  pushStack,
  removeHeader,
} from "../phv/header-operations.js";
import type { Context } from "./context.js";
import { assign, cellOf, evaluate, headerOf, holds, readCell, unionOf, writeCell } from "./expressions.js";

/** Runs an action's primitives, following its jumps. @throws ProgramAssertion if it does not end */
export function runAction(action: Action, context: Context): void {
  const { primitives } = action;
  let index = 0;
  let rounds = 0;
  while (index < primitives.length) {
    const primitive = primitives[index];
    assert(primitive !== undefined, "the index is inside");
    const next = nextIndex(primitive, index, context);
    if (next <= index && ++rounds > MAX_ACTION_ROUNDS)
      throw new ProgramAssertion(`${action.name} does not end`);
    index = next;
  }
}

/** Runs a primitive and says which one follows. */
function nextIndex(primitive: Primitive, index: number, context: Context): number {
  if (primitive.kind === "jump") return primitive.to;
  if (primitive.kind === "jumpIfFalse") return holds(primitive.condition, context) ? index + 1 : primitive.to;
  runPrimitive(primitive, context);
  return index + 1;
}

/** Runs one primitive; jumps are the business of `runAction`. */
export function runPrimitive(primitive: Primitive, context: Context): void {
  switch (primitive.kind) {
    case "assign":
      assign(primitive.target, evaluate(primitive.value, context), context);
      return;
    case "registerRead":
    case "registerWrite":
      accessRegister(primitive, context);
      return;
    case "count":
      countCell(primitive, context);
      return;
    case "executeMeter":
      executeMeter(primitive, context);
      return;
    case "hash":
      hash(primitive, context);
      return;
    case "random":
      random(primitive, context);
      return;
    case "log":
      context.environment.log(
        formatLog(
          primitive.format,
          primitive.values.map((value) => evaluate(value, context)),
        ),
      );
      return;
    case "assert":
      if (!holds(primitive.condition, context)) throw new ProgramAssertion(primitive.text);
      return;
    case "jump":
    case "jumpIfFalse":
      return;
    default:
      isRequest(primitive) ? request(primitive, context) : changeHeaders(primitive, context);
      return;
  }
}

function isRequest(primitive: HeaderPrimitive | RequestPrimitive): primitive is RequestPrimitive {
  switch (primitive.kind) {
    case "markToDrop":
    case "clone":
    case "resubmit":
    case "recirculate":
    case "digest":
    case "truncate":
    case "exit":
      return true;
    default:
      return false;
  }
}

/** Sixteen bits, as simple_switch keeps sessions and lists. */
function low16(value: bigint): number {
  return Number(value & 0xffffn);
}

/** Notes what is to become of the packet at the end of the pipeline. */
function request(primitive: RequestPrimitive, context: Context): void {
  const { packet, environment } = context;
  switch (primitive.kind) {
    case "markToDrop": {
      const { egressSpec, multicastGroup } = primitive;
      writeField(packet.phv, egressSpec, BigInt(environment.dropPort));
      if (multicastGroup !== undefined) writeField(packet.phv, multicastGroup, 0n);
      return;
    }
    case "clone":
      packet.cloneSession = low16(evaluate(primitive.session, context)) & 0x7fff;
      packet.cloneFieldList = low16(evaluate(primitive.fieldList, context));
      return;
    case "resubmit":
      packet.resubmitFieldList = low16(evaluate(primitive.fieldList, context));
      return;
    case "recirculate":
      packet.recirculateFieldList = low16(evaluate(primitive.fieldList, context));
      return;
    case "digest":
      packet.digest = low16(evaluate(primitive.list, context));
      return;
    case "truncate":
      packet.truncatedLength = Math.min(
        packet.truncatedLength,
        Number(BigInt.asUintN(32, evaluate(primitive.length, context))),
      );
      return;
    case "exit":
      packet.exited = true;
  }
}

function changeHeaders(primitive: HeaderPrimitive, context: Context): void {
  const { phv } = context;
  switch (primitive.kind) {
    case "assignVariable":
      copyField(phv, primitive.target, primitive.source);
      return;
    case "assignHeader": {
      const [target, source] = [headerOf(primitive.target, context), headerOf(primitive.source, context)];
      if (target !== undefined && source !== undefined) assignHeader(phv, target, source);
      return;
    }
    case "assignUnion": {
      const [target, source] = [unionOf(primitive.target, context), unionOf(primitive.source, context)];
      if (target !== undefined && source !== undefined) assignUnion(phv, target, source);
      return;
    }
    case "addHeader":
    case "removeHeader":
      setValidity(primitive, context);
      return;
    default:
      changeStack(primitive, context);
      return;
  }
}

function changeStack(
  primitive: PrimitiveOf<"assignStack" | "assignUnionStack" | "push" | "pop">,
  context: Context,
): void {
  const { phv } = context;
  switch (primitive.kind) {
    case "assignStack":
      phv[primitive.target.nextOffset] = phv[primitive.source.nextOffset] ?? 0;
      for (const [index, target] of primitive.target.elements.entries()) {
        const source = primitive.source.elements[index];
        if (source !== undefined) assignHeader(phv, target, source);
      }
      return;
    case "assignUnionStack":
      phv[primitive.target.nextOffset] = phv[primitive.source.nextOffset] ?? 0;
      for (const [index, target] of primitive.target.elements.entries()) {
        const source = primitive.source.elements[index];
        if (source !== undefined) assignUnion(phv, target, source);
      }
      return;
    case "push":
      pushStack(phv, primitive.stack, shiftCount(primitive, context));
      return;
    case "pop":
      popStack(phv, primitive.stack, shiftCount(primitive, context));
      return;
  }
}

/** How far to shift a stack: never further than its size. */
function shiftCount({ stack, count }: PrimitiveOf<"push" | "pop">, context: Context): number {
  const wanted = evaluate(count, context);
  const size = stack.elements.length;
  return wanted < 0n || wanted > BigInt(size) ? size : Number(wanted);
}

function setValidity(primitive: PrimitiveOf<"addHeader" | "removeHeader">, context: Context): void {
  const header = headerOf(primitive.header, context);
  if (header === undefined) return;
  if (primitive.kind === "addHeader") addHeader(context.packet, header);
  else removeHeader(context.packet, header);
}

function accessRegister(primitive: PrimitiveOf<"registerRead" | "registerWrite">, context: Context): void {
  const cell = cellOf(primitive.register, BigInt.asUintN(32, evaluate(primitive.index, context)), context);
  if (cell === undefined) return;
  if (primitive.kind === "registerRead") assign(primitive.target, readCell(cell, context), context);
  else writeCell(cell, evaluate(primitive.value, context), context);
}

function countCell(primitive: PrimitiveOf<"count">, context: Context): void {
  const bank = context.environment.state.counters[primitive.counter];
  assert(bank !== undefined, "counters of the model have state");
  const index = Number(BigInt.asUintN(32, evaluate(primitive.index, context)));
  if (index >= bank.size) return;
  bank.count(index, context.packet.ingressLength);
  const counter = context.environment.state.program.counters[primitive.counter]?.name ?? "";
  context.environment.observe?.(context.packet, { kind: "count", counter, index });
}

function executeMeter(primitive: PrimitiveOf<"executeMeter">, context: Context): void {
  const { environment, packet } = context;
  const bank = environment.state.meters[primitive.meter];
  assert(bank !== undefined, "meters of the model have state");
  const index = Number(BigInt.asUintN(32, evaluate(primitive.index, context)));
  if (index >= bank.size) return;
  const color = primitive.color === undefined ? 0 : Number(evaluate(primitive.color, context) & 3n);
  const marked = bank.execute(index, packet.ingressLength, color, environment.nowUs());
  assign(primitive.target, BigInt(marked), context);
  const meter = environment.state.program.meters[primitive.meter]?.name ?? "";
  environment.observe?.(packet, { kind: "meter", meter, index, color: marked });
}

/** `base + hash % size` in 64 bits; a size of 0 counts as 1. */
function hash(primitive: PrimitiveOf<"hash">, context: Context): void {
  const base = BigInt.asUintN(64, evaluate(primitive.base, context));
  const size = BigInt.asUintN(64, evaluate(primitive.size, context));
  const whole = calculate(context.environment.state, primitive.calculation, context.packet);
  const value = whole % (size === 0n ? 1n : size);
  assign(primitive.target, BigInt.asUintN(64, base + value), context);
}

/** A number from low to high; nothing is written when low is greater. */
function random(primitive: PrimitiveOf<"random">, context: Context): void {
  const low = BigInt.asUintN(64, evaluate(primitive.low, context));
  const high = BigInt.asUintN(64, evaluate(primitive.high, context));
  if (low > high) return;
  assign(primitive.target, drawBetween(context.environment.random, low, high), context);
}
