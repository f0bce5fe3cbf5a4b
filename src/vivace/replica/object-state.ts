import type { RecordPosition } from "../../io/index.js";
import type { UdpEnd } from "../../wire/index.js";
import { noTimestamp, RecentStamps } from "../protocol/index.js";
import type { ReplicaRecord } from "./record.js";

/** A value that a replica holds: its bytes until it is durable, then the place of its record in storage. */
export class HeldValue {
  #bytes: Uint8Array | undefined;
  #position: RecordPosition | undefined;

  /** A value that came in a message, or one that was found in storage. */
  constructor(from: Uint8Array | RecordPosition) {
    if (typeof from === "number") this.#position = from;
    else this.#bytes = from;
  }

  get bytes(): Uint8Array | undefined {
    return this.#bytes;
  }

  get position(): RecordPosition | undefined {
    return this.#position;
  }

  /** The value is durable: its bytes need not be kept in memory. */
  settle(position: RecordPosition): void {
    this.#position = position;
    this.#bytes = undefined;
  }
}

/** A value on its way from the local set to the replica set. */
export interface LocalValue {
  readonly held: HeldValue;
  readonly targets: readonly UdpEnd[];
}

/** What a replica keeps of one object: the variables of Algorithms 1 and 3. */
export class ObjectState {
  readonly key: Uint8Array;
  /** `ts[key]`. */
  timestamp = noTimestamp;
  /** `ots[key]`. */
  orderTimestamp = noTimestamp;
  /** `val[key]`; undefined is ⊥, or, at the timestamp 0, that the object was never written. */
  value: HeldValue | undefined;
  /** `remote_buf[key]`: values whose timestamp has not come yet. */
  readonly remoteBuffer = new Map<bigint, HeldValue>();
  /** `local_buf[key]`: values to pass on. */
  readonly localBuffer = new Map<bigint, LocalValue>();
  /** The timestamps that `ts[key]` has had. */
  readonly adopted = new RecentStamps();

  constructor(key: Uint8Array) {
    this.key = key;
  }

  /** Whether the timestamp is known and the value is not: val[key] = ⊥. */
  get isMissing(): boolean {
    return this.timestamp !== noTimestamp && this.value === undefined;
  }

  /**
   * The value that goes with a timestamp: the newest one, or one of `remote_buf`; undefined when it is not here. It is
   * the same at every replica, so that whoever knows the timestamp may have it.
   */
  valueOf(timestamp: bigint): HeldValue | undefined {
    return timestamp === this.timestamp ? this.value : this.remoteBuffer.get(timestamp);
  }

  /** Does what a record says; `held` is the record's body. The only way in which the state changes. */
  apply(record: ReplicaRecord, held: HeldValue): void {
    const { kind, timestamp, targets } = record;
    switch (kind) {
      case "adopt":
        this.#adopt(timestamp, this.remoteBuffer.get(timestamp));
        break;
      case "write":
        this.#adopt(timestamp, held);
        break;
      case "promise":
        this.orderTimestamp = timestamp;
        break;
      case "remote":
        if (timestamp === this.timestamp) this.value = held;
        else if (timestamp > this.timestamp) this.remoteBuffer.set(timestamp, held);
        break;
      case "local":
        this.localBuffer.set(timestamp, { held, targets });
        break;
      case "settled":
        this.localBuffer.delete(timestamp);
        break;
    }
  }

  #adopt(timestamp: bigint, value: HeldValue | undefined): void {
    this.timestamp = timestamp;
    if (timestamp > this.orderTimestamp) this.orderTimestamp = timestamp;
    this.value = value;
    this.adopted.add(timestamp);
    for (const buffered of this.remoteBuffer.keys()) {
      if (buffered <= timestamp) this.remoteBuffer.delete(buffered);
    }
  }
}
