import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { ControllerPacket, Entity, Update } from "p4runtime-js-grpc/values";

/** Where a switch is to be found. */
export interface SwitchTarget {
  readonly name: string;
  /** `host:port` of its P4Runtime server. */
  readonly address: string;
  readonly deviceId: bigint;
}

/** A switch that this controller may write to. */
export interface SwitchConnection {
  /** The mark with which the switch was loaded with `config`; 0 or nonsense when it runs something else. */
  loadedMark(config: PipelineConfig): Promise<bigint>;
  /** Loads `config` anew, with a mark: tables and registers are empty. */
  load(config: PipelineConfig, mark: bigint): Promise<void>;
  read(filters: readonly Entity[]): Promise<readonly Entity[]>;
  write(updates: readonly Update[]): Promise<void>;
  packetOut(packet: ControllerPacket): Promise<void>;
  close(): Promise<void>;
}

/** What a connection tells unasked. */
export interface ConnectionListener {
  packetIn(packet: ControllerPacket): void;
  /** Called once, unless `close` was: the connection is of no use any more. */
  lost(reason: string): void;
}

/** Connects to a switch and becomes its primary controller; rejects when that cannot be done. */
export type Connect = (target: SwitchTarget, listener: ConnectionListener) => Promise<SwitchConnection>;
