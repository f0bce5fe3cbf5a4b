import type { ControllerPacket, Entity, TableEntry, Update } from "./values.js";

/** What SetForwardingPipelineConfig carries: P4Info (binary) and the target's own program (for BMv2: JSON). */
export interface PipelineConfig {
  readonly p4info: Uint8Array;
  readonly deviceConfig: Uint8Array;
}

/** A digest message: the samples of one list, each a value for every field, in order. */
export interface DigestList {
  readonly digest: string;
  readonly listId: bigint;
  readonly samples: readonly (readonly bigint[])[];
  readonly timestampNs: bigint;
}

/** What a switch tells its server unasked. */
export interface PipelineListener {
  packetIn(packet: ControllerPacket): void;
  digest(list: DigestList): void;
  idleTimeout(entries: readonly TableEntry[], timestampNs: bigint): void;
}

/**
 * All that a P4Runtime server knows of a switch. The server keeps connections, roles, elections, ids, byte
 * strings and atomicity; the pipeline keeps tables and runs packets.
 *
 * Every method throws a `P4RuntimeError` with a canonical gRPC code for what it refuses, and leaves the state as
 * it was. Values are already checked against P4Info (names exist, widths fit, actions belong to their tables,
 * keys are complete) when they arrive here; what depends on the state (exists, is referenced, is full, index in
 * range) is the pipeline's to check. No packet runs while a method runs, nor between two calls of one turn of the
 * event loop: this is what makes a batch atomic for the data plane.
 */
export interface Pipeline {
  /** Checks that the config can be loaded, and changes nothing. */
  verify(config: PipelineConfig): void;
  /** Loads the config and starts from empty tables. */
  commit(config: PipelineConfig): void;
  /** Applies one update or throws. */
  apply(update: Update): void;
  /**
   * The entities that a filter asks for, each a snapshot that later updates do not change. Absent names, indices
   * and ids are wildcards, also across all objects of a kind. For tables, a filter with a `match` asks for the
   * entry with that very key; `priority`, `metadata` and the action's name narrow it further; `isDefault` asks
   * for default entries only. See `fitsFilter` of the codec.
   */
  read(filter: Entity): Iterable<Entity>;
  /** Sends a packet from the controller into the switch. */
  packetOut(packet: ControllerPacket): void;
  acknowledgeDigest(digest: string, listId: bigint): void;
  /** At most one listener, the server. */
  listen(listener: PipelineListener): void;
}
