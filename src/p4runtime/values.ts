/**
 * P4Runtime entities as plain values: names instead of ids, bigints instead of byte strings.
 *
 * The codec turns them into messages and back with the help of a P4Info; the client, the server and every
 * switch behind it speak only these. Names are the fully qualified ones of P4Info (`ingress.stripe`); a client
 * may give aliases, a switch always gets and gives full names. An entity is also a filter: what is empty, 0 or
 * absent in it matches anything. Section numbers are those of the P4Runtime specification, 1.4 and later.
 */

/** What an update does to its entity, section 12. */
export type UpdateType = "insert" | "modify" | "delete";

/** Atomicity of a WriteRequest, section 12.2. */
export type Atomicity = "continueOnError" | "rollbackOnError" | "dataplaneAtomic";

/** One field of a table key. A field that is left out matches anything (section 9.1.1). */
export type MatchValue =
  | { readonly kind: "exact"; readonly value: bigint }
  | { readonly kind: "lpm"; readonly value: bigint; readonly prefixLength: number }
  | { readonly kind: "ternary"; readonly value: bigint; readonly mask: bigint }
  | { readonly kind: "range"; readonly low: bigint; readonly high: bigint }
  | { readonly kind: "optional"; readonly value: bigint };

/** An action with its arguments by parameter name. */
export interface ActionValue {
  readonly action: string;
  readonly params: Readonly<Record<string, bigint>>;
}

/** A member of a one-shot action set, section 9.2.3. `weight` is 0 where the profile allows no weights. */
export interface WeightedAction extends ActionValue {
  readonly weight: number;
  /** The port whose liveness decides whether the member is used; absent: always. */
  readonly watchPort?: Uint8Array;
}

/** What a table entry does: an action of its own, or a member or group of the table's action profile. */
export type TableAction =
  | { readonly kind: "action"; readonly value: ActionValue }
  | { readonly kind: "member"; readonly memberId: number }
  | { readonly kind: "group"; readonly groupId: number }
  | { readonly kind: "actionSet"; readonly actions: readonly WeightedAction[] };

export interface CounterData {
  readonly bytes: bigint;
  readonly packets: bigint;
}

/** RFC 2698 rates per second and bursts, in bytes or packets as the meter's unit says. */
export interface MeterConfig {
  readonly committedRate: bigint;
  readonly committedBurst: bigint;
  readonly peakRate: bigint;
  readonly peakBurst: bigint;
}

/** Section 9.1. `action` is absent in a read filter and in a delete. */
export interface TableEntry {
  readonly kind: "tableEntry";
  /** Empty: every table (reads only). */
  readonly table: string;
  readonly match: Readonly<Record<string, MatchValue>>;
  /** Greater wins; needed, and more than 0, when a key field is ternary, range or optional. */
  readonly priority: number;
  readonly action?: TableAction;
  readonly isDefault: boolean;
  readonly idleTimeoutNs: bigint;
  /** Present in a filter: asks for it. */
  readonly timeSinceLastHitNs?: bigint;
  /** The controller's own bytes; whoever reads the entry gets them back. */
  readonly metadata: Uint8Array;
  /** The older form of `metadata`, 64 bits; absent: 0. */
  readonly controllerMetadata?: bigint;
  /** The entry cannot be changed: it comes from the program. Answers only. */
  readonly isConst?: boolean;
  /** Of the table's direct counter. Present in a filter: asks for it. */
  readonly counter?: CounterData;
  /** Of the table's direct meter. Present in a filter: asks for it. Absent in an update: every packet is green. */
  readonly meter?: MeterConfig;
}

/**
 * A table entry, or a filter for table entries, with defaults for all that is not given.
 *
 * @example tableEntry({ table: "ingress.stripe", match: { "meta.low": { kind: "exact", value: 3n } } })
 */
export function tableEntry(fields: Partial<TableEntry>): TableEntry {
  return {
    kind: "tableEntry",
    table: "",
    match: {},
    priority: 0,
    isDefault: false,
    idleTimeoutNs: 0n,
    metadata: new Uint8Array(0),
    ...fields,
  };
}

/** Section 9.2.1. `memberId` 0 reads all. */
export interface ActionProfileMember {
  readonly kind: "actionProfileMember";
  readonly profile: string;
  readonly memberId: number;
  readonly action?: ActionValue;
}

/** Section 9.2.2. `groupId` 0 reads all. */
export interface ActionProfileGroup {
  readonly kind: "actionProfileGroup";
  readonly profile: string;
  readonly groupId: number;
  readonly maxSize: number;
  readonly members: readonly {
    readonly memberId: number;
    readonly weight: number;
    readonly watchPort?: Uint8Array;
  }[];
}

/** Section 9.3. `index` absent: every cell. */
export interface CounterEntry {
  readonly kind: "counterEntry";
  readonly counter: string;
  readonly index?: number;
  readonly data?: CounterData;
}

/** The counter of one table entry; in a filter, of all entries that the filter `tableEntry` fits. */
export interface DirectCounterEntry {
  readonly kind: "directCounterEntry";
  readonly tableEntry: TableEntry;
  readonly data?: CounterData;
}

/** Section 9.4. `index` absent: every cell. `config` absent in an update: every packet is green. */
export interface MeterEntry {
  readonly kind: "meterEntry";
  readonly meter: string;
  readonly index?: number;
  readonly config?: MeterConfig;
}

/** The meter of one table entry; in a filter, of all entries that the filter `tableEntry` fits. */
export interface DirectMeterEntry {
  readonly kind: "directMeterEntry";
  readonly tableEntry: TableEntry;
  readonly config?: MeterConfig;
}

/** A copy that the packet replication engine makes, section 9.5. */
export interface Replica {
  readonly port: number;
  readonly instance: number;
  /** The controller writes ports in the older form, `egress_port`, and reads them so. */
  readonly hasEgressPort?: true;
}

/** `groupId` 0 reads all. */
export interface MulticastGroupEntry {
  readonly kind: "multicastGroup";
  readonly groupId: number;
  readonly replicas: readonly Replica[];
  /** The controller's own bytes; whoever reads the entry gets them back. */
  readonly metadata?: Uint8Array;
}

/** `sessionId` 0 reads all. */
export interface CloneSessionEntry {
  readonly kind: "cloneSession";
  readonly sessionId: number;
  readonly replicas: readonly Replica[];
  readonly classOfService: number;
  readonly packetLengthBytes: number;
}

/** Section 9.6; members are matches on the set's fields. */
export interface ValueSetEntry {
  readonly kind: "valueSet";
  readonly valueSet: string;
  readonly members: readonly Readonly<Record<string, MatchValue>>[];
}

/** Section 9.7. `index` absent: every cell. */
export interface RegisterEntry {
  readonly kind: "registerEntry";
  readonly register: string;
  readonly index?: number;
  readonly data?: bigint;
}

/** Section 9.8. */
export interface DigestEntry {
  readonly kind: "digestEntry";
  readonly digest: string;
  readonly maxTimeoutNs: bigint;
  readonly maxListSize: number;
  readonly ackTimeoutNs: bigint;
}

export type Entity =
  | TableEntry
  | ActionProfileMember
  | ActionProfileGroup
  | CounterEntry
  | DirectCounterEntry
  | MeterEntry
  | DirectMeterEntry
  | MulticastGroupEntry
  | CloneSessionEntry
  | ValueSetEntry
  | RegisterEntry
  | DigestEntry;

export interface Update {
  readonly type: UpdateType;
  readonly entity: Entity;
}

/** A packet between the switch and its controller, with the fields of the packet_in or packet_out header. */
export interface ControllerPacket {
  readonly payload: Uint8Array;
  readonly metadata: Readonly<Record<string, bigint>>;
}
