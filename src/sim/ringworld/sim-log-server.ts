import type { Transport } from "../../io/index.js";
import { type HostIdentity, LogServer, LogServerCore } from "../../ringworld/index.js";
import type { SimDisk } from "../disk/sim-disk.js";
import type { SimNode } from "../kernel/node.js";
import { guardedTransport } from "./guarded-transport.js";
import type { Tampering } from "./options.js";

/** A log server on a simulated machine: the real core and the real runner on a disk that outlives its crashes. */
export class SimLogServer {
  readonly node: SimNode;
  readonly disk: SimDisk;
  readonly #port: Transport;
  readonly #host: HostIdentity;
  readonly #tampering: Tampering;

  constructor(node: SimNode, disk: SimDisk, port: Transport, host: HostIdentity, tampering: Tampering) {
    this.node = node;
    this.disk = disk;
    this.#port = port;
    this.#host = host;
    this.#tampering = tampering;
  }

  /** Starts the server on what its disk holds. */
  start(): void {
    const life = this.node.start();
    const core = this.#tampering.logServerCore?.() ?? new LogServerCore();
    const recovers = this.#tampering.recovers ?? (() => true);
    const disk = this.disk.open(life, (header, position) => {
      if (recovers(header)) core.recover(header, position);
    });
    const storage = this.#tampering.storage?.(disk) ?? disk;
    const transport = guardedTransport(life, this.#port, this.#tampering.toLogServer);
    new LogServer({ core, storage, transport, host: this.#host });
  }

  crash(): void {
    this.node.crash();
    this.disk.crash();
  }
}
