import type { P4RuntimeError } from "../errors.js";
import type { DigestList } from "../pipeline.js";
import type { ControllerPacket, TableEntry } from "../values.js";

/** Who is primary, as the switch sees it (section 5.4). */
export interface ArbitrationState {
  readonly isPrimary: boolean;
  /** Whether anybody is. */
  readonly hasPrimary: boolean;
  /** The greatest election id that the switch has seen. */
  readonly electionId: bigint | undefined;
}

/** What a client hears from its switch, by name of the event. */
export interface ClientEvents {
  packetIn: [packet: ControllerPacket];
  digest: [list: DigestList];
  idleTimeout: [entries: readonly TableEntry[], timestampNs: bigint];
  /** Sent at every change, and when another controller comes or goes that could matter. */
  arbitration: [state: ArbitrationState];
  /** This client was primary and is not any more; its writes will be refused. */
  primaryLost: [state: ArbitrationState];
  /** The switch could not do what a message on the stream asked for, or sent what cannot be understood. */
  streamError: [error: P4RuntimeError];
  /** The stream has ended: without an error when `close` was called. The client cannot be used again. */
  closed: [error: P4RuntimeError | undefined];
}

type Listener<Name extends keyof ClientEvents> = (...args: ClientEvents[Name]) => void;

/** Listeners by event; each is called in the order in which it came. */
export class Listeners {
  readonly #listeners: { [Name in keyof ClientEvents]: Set<Listener<Name>> } = {
    packetIn: new Set(),
    digest: new Set(),
    idleTimeout: new Set(),
    arbitration: new Set(),
    primaryLost: new Set(),
    streamError: new Set(),
    closed: new Set(),
  };

  /** Returns the function that takes the listener away again. */
  on<Name extends keyof ClientEvents>(name: Name, listener: Listener<Name>): () => void {
    const listeners = this.#listeners[name];
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<Name extends keyof ClientEvents>(name: Name, ...args: ClientEvents[Name]): void {
    for (const listener of [...this.#listeners[name]]) listener(...args);
  }
}
