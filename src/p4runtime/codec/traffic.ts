import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";
import type { CounterData, MeterConfig } from "../values.js";
import { positiveInt64 } from "./numbers.js";

export function encodeCounterData(data: CounterData): p4.CounterData {
  return {
    byteCount: positiveInt64(data.bytes, "a byte count"),
    packetCount: positiveInt64(data.packets, "a packet count"),
  };
}

export function decodeCounterData(message: p4.CounterData): CounterData {
  return {
    bytes: positiveInt64(message.byteCount, "a byte count"),
    packets: positiveInt64(message.packetCount, "a packet count"),
  };
}

export function encodeMeterConfig(config: MeterConfig): p4.MeterConfig {
  return {
    cir: positiveInt64(config.committedRate, "a committed rate"),
    cburst: positiveInt64(config.committedBurst, "a committed burst"),
    pir: positiveInt64(config.peakRate, "a peak rate"),
    pburst: positiveInt64(config.peakBurst, "a peak burst"),
    eburst: 0n,
  };
}

/** An excess burst is wrong for two-rate meters (section 9.4), and the other kinds of meters have none here. */
export function decodeMeterConfig(message: p4.MeterConfig): MeterConfig {
  if (message.eburst !== 0n) throw new P4RuntimeError("INVALID_ARGUMENT", "a meter with an excess burst");
  return {
    committedRate: positiveInt64(message.cir, "a committed rate"),
    committedBurst: positiveInt64(message.cburst, "a committed burst"),
    peakRate: positiveInt64(message.pir, "a peak rate"),
    peakBurst: positiveInt64(message.pburst, "a peak burst"),
  };
}

/** Counters per colour are not supported; section 9.4 says how to say so. */
export function refuseMeterCounters(message: p4.MeterCounterData | undefined): void {
  if (message === undefined) return;
  throw new P4RuntimeError("UNIMPLEMENTED", "meters have no counters for their colours");
}
