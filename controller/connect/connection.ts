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
  /** Makes the switch run `config`. False when it does already: then nothing in it changes. */
  load(config: PipelineConfig): Promise<boolean>;
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
