import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";
import type { CounterEntry, MeterEntry, RegisterEntry } from "../values.js";
import { decodeData, encodeData } from "./data.js";
import { decodeIndex, encodeIndex } from "./numbers.js";
import type { Schema } from "./schema.js";
import {
  decodeCounterData,
  decodeMeterConfig,
  encodeCounterData,
  encodeMeterConfig,
  refuseMeterCounters,
} from "./traffic.js";

/** Section 9.3. */
export function encodeCounterEntry(schema: Schema, entry: CounterEntry): p4.CounterEntry {
  return {
    counterId: schema.counters.idOf(entry.counter),
    index: encodeIndex(entry.index, entry.counter),
    data: entry.data && encodeCounterData(entry.data),
  };
}

export function decodeCounterEntry(schema: Schema, message: p4.CounterEntry): CounterEntry {
  const counter = schema.counters.nameOf(message.counterId);
  const index = decodeIndex(message.index, counter);
  return {
    kind: "counterEntry",
    counter,
    ...(index !== undefined && { index }),
    ...(message.data && { data: decodeCounterData(message.data) }),
  };
}

/** Section 9.4. */
export function encodeMeterEntry(schema: Schema, entry: MeterEntry): p4.MeterEntry {
  return {
    meterId: schema.meters.idOf(entry.meter),
    index: encodeIndex(entry.index, entry.meter),
    config: entry.config && encodeMeterConfig(entry.config),
    counterData: undefined,
  };
}

export function decodeMeterEntry(schema: Schema, message: p4.MeterEntry): MeterEntry {
  refuseMeterCounters(message.counterData);
  const meter = schema.meters.nameOf(message.meterId);
  const index = decodeIndex(message.index, meter);
  return {
    kind: "meterEntry",
    meter,
    ...(index !== undefined && { index }),
    ...(message.config && { config: decodeMeterConfig(message.config) }),
  };
}

/** Section 9.7. Cells are single scalars; a register of structs is UNIMPLEMENTED. */
export function encodeRegisterEntry(schema: Schema, entry: RegisterEntry): p4.RegisterEntry {
  return {
    registerId: schema.registers.idOf(entry.register),
    index: encodeIndex(entry.index, entry.register),
    data:
      entry.data === undefined
        ? undefined
        : encodeData(schema.registers.byName(entry.register).type, [entry.data]),
  };
}

export function decodeRegisterEntry(schema: Schema, message: p4.RegisterEntry): RegisterEntry {
  const register = schema.registers.nameOf(message.registerId);
  const index = decodeIndex(message.index, register);
  return {
    kind: "registerEntry",
    register,
    ...(index !== undefined && { index }),
    ...(message.data && { data: decodeCell(schema, register, message.data) }),
  };
}

function decodeCell(schema: Schema, register: string, message: p4.P4Data): bigint {
  const [value, ...more] = decodeData(schema.registers.byName(register).type, message);
  if (value !== undefined && more.length === 0) return value;
  throw new P4RuntimeError("UNIMPLEMENTED", `a cell of ${register} is not a single number`);
}
