import type { MatchValue } from "../values.js";
import type { Sized } from "./bytestring.js";
import type { DataType } from "./data-type.js";
import type { Named, Registry } from "./registry.js";

/**
 * A P4Info, made ready for looking up by id and by name. `buildSchema` makes it; the codec, the checks, clients,
 * servers and pipelines read it.
 */
export interface Schema {
  readonly tables: Registry<TableSchema>;
  readonly actions: Registry<ActionSchema>;
  readonly actionProfiles: Registry<ActionProfileSchema>;
  readonly counters: Registry<ArraySchema>;
  readonly meters: Registry<MeterSchema>;
  readonly registers: Registry<RegisterSchema>;
  readonly valueSets: Registry<ValueSetSchema>;
  readonly digests: Registry<DigestSchema>;
  /** The fields of the header of packets to the controller; empty when the program has none. */
  readonly packetIn: Registry<FieldSchema>;
  readonly packetOut: Registry<FieldSchema>;
}

/** A parameter or a metadata field. */
export interface FieldSchema extends Named, Sized {}

export interface MatchFieldSchema extends FieldSchema {
  /** Absent: of a kind that only one architecture knows. */
  readonly kind: MatchValue["kind"] | undefined;
}

export interface ActionSchema extends Named {
  readonly params: Registry<FieldSchema>;
}

/** An action that a table may use, and where. */
export interface ActionReference {
  readonly action: ActionSchema;
  readonly inEntries: boolean;
  readonly asDefault: boolean;
}

export interface TableSchema extends Named {
  readonly matchFields: Registry<MatchFieldSchema>;
  /** A key field is ternary, range or optional, so entries carry a priority (section 9.1). */
  readonly hasPriority: boolean;
  /** By full name of the action. */
  readonly actions: ReadonlyMap<string, ActionReference>;
  /** Entries at most, 0 when the program does not say. */
  readonly size: number;
  readonly isConst: boolean;
  readonly hasConstDefault: boolean;
  readonly supportsIdleTimeout: boolean;
  readonly hasDirectCounter: boolean;
  /** Absent: no direct meter. */
  readonly directMeter: MeterKind | undefined;
  /** The name of the action profile of an indirect table. */
  readonly actionProfile: string | undefined;
}

export interface ActionProfileSchema extends Named {
  readonly hasSelector: boolean;
  /** The full names of the tables that use it. */
  readonly tables: readonly string[];
  /** Members at most (with a selector: as `sizeCounts` says), 0 when the program does not say. */
  readonly size: number;
  readonly groupSizeMax: number;
  /** Whether `groupSizeMax` limits the members of a group or the sum of their weights. */
  readonly sizeCounts: "weights" | "members";
  /** 0: no limit. */
  readonly memberWeightMax: number;
  readonly allowsWeights: boolean;
}

/** A counter, meter or register array. */
export interface ArraySchema extends Named {
  readonly size: number;
}

/** RFC 2698 with two rates, RFC 2697 with one. */
export type MeterKind = "twoRateThreeColor" | "singleRateThreeColor" | "singleRateTwoColor";

export interface MeterSchema extends ArraySchema {
  readonly meterKind: MeterKind;
  readonly counts: "bytes" | "packets";
}

export interface RegisterSchema extends ArraySchema {
  readonly type: DataType;
}

export interface ValueSetSchema extends Named {
  readonly matchFields: Registry<MatchFieldSchema>;
  readonly size: number;
}

export interface DigestSchema extends Named {
  readonly type: DataType;
}
