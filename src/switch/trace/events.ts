import type { DropReason } from "../forwarding/statistics.js";

/** A value as text: hexadecimal with `0x`, so that it has any width and can be JSON. */
export type TracedValue = string;

/** One part of a table key. */
export interface TracedKey {
  readonly field: string;
  readonly match: string;
  readonly value: TracedValue;
}

/** One argument of an action. */
export interface TracedArgument {
  readonly name: string;
  readonly value: TracedValue;
}

/** A field, or `HEADER.$valid$`, that is different now. */
export interface TracedChange {
  readonly field: string;
  readonly before: TracedValue;
  readonly after: TracedValue;
}

/** What can happen to a packet, in the order of its way. */
export type TraceEvent =
  | { readonly kind: "arrive"; readonly port: number; readonly bytes: string }
  | { readonly kind: "state"; readonly state: string; readonly next: string }
  | { readonly kind: "extract"; readonly header: string; readonly fields: readonly TracedArgument[] }
  | { readonly kind: "parserError"; readonly error: string }
  | { readonly kind: "verifyChecksum"; readonly checksum: string; readonly correct: boolean }
  | { readonly kind: "control"; readonly control: string }
  | { readonly kind: "condition"; readonly node: string; readonly holds: boolean }
  | {
      readonly kind: "table";
      readonly table: string;
      readonly key: readonly TracedKey[];
      readonly hit: boolean;
      /** What the entry that was hit matches, one text a key field. */
      readonly entry?: readonly string[];
      /** Absent: a miss in a table without a default action. */
      readonly action?: string;
    }
  | { readonly kind: "action"; readonly action: string; readonly arguments: readonly TracedArgument[] }
  | {
      readonly kind: "registerRead" | "registerWrite";
      readonly register: string;
      readonly index: number;
      readonly value: TracedValue;
    }
  | { readonly kind: "count"; readonly counter: string; readonly index: number }
  | { readonly kind: "meter"; readonly meter: string; readonly index: number; readonly color: number }
  | { readonly kind: "change"; readonly changes: readonly TracedChange[] }
  | { readonly kind: "updateChecksum"; readonly field: string; readonly value: TracedValue }
  | { readonly kind: "clone"; readonly session: number; readonly ports: readonly number[] }
  | { readonly kind: "multicast"; readonly group: number; readonly ports: readonly number[] }
  | { readonly kind: "resubmit" | "recirculate"; readonly loops: number }
  | {
      readonly kind: "enqueue";
      readonly port: number;
      readonly priority: number;
      /** Packets of the class that wait in front of it. */
      readonly depth: number;
    }
  | { readonly kind: "dequeue"; readonly port: number; readonly waitedUs: number }
  | { readonly kind: "deparse"; readonly headers: readonly string[]; readonly bytes: string }
  | { readonly kind: "send"; readonly port: number; readonly bytes: string }
  | { readonly kind: "drop"; readonly reason: DropReason };

/** An event with its time, and of which copy it tells: 0 is the packet that came in. */
export type TraceRecord = TraceEvent & { readonly timeUs: number; readonly copy: number };
