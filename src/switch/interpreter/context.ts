import type { EngineEnvironment } from "../forwarding/engine.js";
import type { Packet } from "../forwarding/packet.js";

/** What an expression sees while it is evaluated. */
export interface Context {
  readonly environment: EngineEnvironment;
  readonly packet: Packet;
  readonly phv: Uint32Array;
  /** Arguments of the action that runs. */
  readonly parameters: readonly bigint[];
  /** Where the parser stands in the packet, in bits. */
  readonly bitPosition: number;
}
