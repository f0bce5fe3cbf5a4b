import type { Random } from "../../base/index.js";
import type { SwitchState } from "../state/state.js";
import type { TraceEvent } from "../trace/events.js";
import type { Packet } from "./packet.js";

/** What a program may ask of the world outside. */
export interface EngineEnvironment {
  readonly state: SwitchState;
  readonly random: Random;
  /** The value of `egress_spec` that drops. */
  readonly dropPort: number;
  nowUs(): number;
  /** Takes a line of `log_msg`. */
  log(text: string): void;
  /** Told of every step, by engines that can tell; absent: nobody looks. */
  readonly observe?: (packet: Packet, event: TraceEvent) => void;
}

/** Runs the programmable parts of one program on packets. */
export interface Engine {
  /**
   * Extracts headers from `packet.bytes`; leaves `payloadOffset`, `parserError` and `checksumError` behind.
   * The PHV must be empty except for metadata.
   */
  parse(packet: Packet): void;
  ingress(packet: Packet): void;
  egress(packet: Packet): void;
  /** Updates checksums and puts the packet together; the bytes are the caller's own. */
  deparse(packet: Packet): Uint8Array;
}

/** Makes an engine for the program of a state. */
export type EngineFactory = (environment: EngineEnvironment) => Engine;

/** Thrown when a program's own `assert` or `assume` does not hold; the packet is dropped. */
export class ProgramAssertion extends Error {}

/** A parser may take this many steps; one that wants more loops, and ends with ParserTimeout. */
export const MAX_PARSER_STEPS = 4096;

/** An action may jump back so often; a packet that wants more is dropped. */
export const MAX_ACTION_ROUNDS = 100_000;
