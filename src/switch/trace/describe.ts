import { unreachable } from "../../base/index.js";
import type { TracedArgument, TraceEvent, TraceRecord } from "./events.js";

/** A step as one line for people. */
function describeEvent(event: TraceEvent): string {
  switch (event.kind) {
    case "arrive":
      return `in    port ${event.port}: ${event.bytes}`;
    case "send":
      return `out   port ${event.port}: ${event.bytes}`;
    case "drop":
      return `drop  ${event.reason}`;
    case "enqueue":
      return `queue port ${event.port}, class ${event.priority}, ${event.depth} in front of it`;
    case "dequeue":
      return `leave port ${event.port} after ${event.waitedUs} us`;
    case "clone":
      return `clone session ${event.session} to ${portList(event.ports)}`;
    case "multicast":
      return `copy  group ${event.group} to ${portList(event.ports)}`;
    case "resubmit":
    case "recirculate":
      return `again ${event.kind}, loop ${event.loops}`;
    default:
      return describeWork(event);
  }
}

type Work = Exclude<
  TraceEvent,
  {
    kind:
      | "arrive"
      | "send"
      | "drop"
      | "enqueue"
      | "dequeue"
      | "clone"
      | "multicast"
      | "resubmit"
      | "recirculate";
  }
>;

/** What the programmable parts do. */
function describeWork(event: Work): string {
  switch (event.kind) {
    case "state":
      return `parse ${event.state}, then ${event.next}`;
    case "extract":
      return `parse extract ${event.header} {${argumentList(event.fields)}}`;
    case "parserError":
      return `parse error ${event.error}`;
    case "verifyChecksum":
      return `check ${event.checksum} is ${event.correct ? "right" : "wrong"}`;
    case "control":
      return `begin ${event.control}`;
    case "condition":
      return `if    ${event.node} is ${event.holds}`;
    case "table":
      return `table ${event.table} ${describeKey(event)}: ${describeFound(event)}`;
    case "action":
      return `act   ${event.action}(${argumentList(event.arguments)})`;
    case "registerRead":
      return `read  ${event.register}[${event.index}] is ${event.value}`;
    case "registerWrite":
      return `write ${event.register}[${event.index}] = ${event.value}`;
    case "count":
      return `count ${event.counter}[${event.index}]`;
    case "meter":
      return `meter ${event.meter}[${event.index}] marks ${event.color}`;
    case "change":
      return `set   ${event.changes.map(({ field, before, after }) => `${field} ${before} -> ${after}`).join(", ")}`;
    case "updateChecksum":
      return `sum   ${event.field} = ${event.value}`;
    case "deparse":
      return `emit  ${event.headers.join(", ")}`;
    default:
      return unreachable(event);
  }
}

function argumentList(values: readonly TracedArgument[]): string {
  return values.map(({ name, value }) => `${name.split(".").at(-1)}=${value}`).join(", ");
}

function portList(ports: readonly number[]): string {
  return ports.length === 0 ? "nobody" : `port ${ports.join(", ")}`;
}

function describeKey({ key }: Extract<TraceEvent, { kind: "table" }>): string {
  return `(${key.map(({ field, value, match }) => `${field}=${value} ${match}`).join(", ")})`;
}

function describeFound({ hit, entry, action }: Extract<TraceEvent, { kind: "table" }>): string {
  const found = hit ? `hit ${entry?.join(", ") ?? ""}` : "miss";
  return action === undefined ? `${found}, no action` : `${found}, ${action}`;
}

/** A whole trace as lines: time since the start, the copy, the step. */
export function describeTrace(records: readonly TraceRecord[]): readonly string[] {
  const copies = records.some(({ copy }) => copy > 0);
  return records.map((record) => {
    const time = record.timeUs.toFixed(3).padStart(12);
    return `${time} us  ${copies ? `#${record.copy} ` : ""}${describeEvent(record)}`;
  });
}

/** The last round of a packet that looped: what it met, without what it carries. */
export function lastRound(records: readonly TraceRecord[]): readonly string[] {
  const starts = records.flatMap(({ kind }, index) => (LOOPS.has(kind) ? [index] : []));
  // The last start was refused, so the round began with the one before it, if that was written down.
  return records
    .slice(starts.at(-2) ?? 0)
    .filter(({ kind }) => SHOWN.has(kind))
    .map(describeEvent);
}

const LOOPS: ReadonlySet<TraceEvent["kind"]> = new Set(["resubmit", "recirculate"]);

const SHOWN: ReadonlySet<TraceEvent["kind"]> = new Set([
  "state",
  "parserError",
  "condition",
  "table",
  "action",
  "registerRead",
  "registerWrite",
  "resubmit",
  "recirculate",
]);
