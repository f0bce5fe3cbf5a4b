import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import {
  decodeStoredFabric,
  encodeStoredFabric,
  type Fabric,
  type FabricStore,
  type StoredFabric,
} from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { systemErrorCode } from "../failure.js";
import type { HostAttachment } from "./host-attachment.js";
import { isAlive } from "./process-alive.js";

/** What a running fabric tells other processes of this machine. */
export interface FabricDescriptor {
  readonly name: string;
  readonly pid: number;
  /** URL of the REST API, when there is one. */
  readonly api?: string;
  readonly switches: readonly { readonly name: string; readonly deviceId: string; readonly grpc: string }[];
  readonly hosts: readonly HostAttachment[];
}

/** What this process has to tell of the fabric that it runs. */
export function descriptorOf(running: {
  readonly fabric: Fabric;
  /** `host:port` of each switch's P4Runtime server, by the switch's name. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly hosts: readonly HostAttachment[];
  readonly api?: string;
}): FabricDescriptor {
  const { fabric, addresses, hosts, api } = running;
  const switches = fabric.switches.flatMap(({ name, deviceId }) => {
    const grpc = addresses.get(name);
    return grpc === undefined ? [] : [{ name, deviceId: deviceId.toString(), grpc }];
  });
  return { name: fabric.name, pid: process.pid, ...(api !== undefined && { api }), switches, hosts };
}

const descriptorName = "fabric.json";
const storedName = "fabric-in-force.json";

/** The files of one fabric: its descriptor, the logs of its servers, and who uses which client port. */
export class StateDirectory implements FabricStore {
  readonly path: string;

  constructor(directory: string) {
    this.path = path.resolve(directory);
  }

  /** Where a log server keeps its entries. */
  logDirectory(server: string): string {
    return path.join(this.path, "logs", server);
  }

  /** Where the output of a child process goes. */
  outputFile(name: string): string {
    return path.join(this.path, `${name}.out`);
  }

  /** Where the number of a child process is, for those who want to end it. */
  pidFile(name: string): string {
    return path.join(this.path, `${name}.pid`);
  }

  /** Keeps what the fabric is and is to become; it is durable when this returns. */
  write(stored: StoredFabric): void {
    this.#replace(storedName, encodeStoredFabric(stored), { flush: true });
    const directory = openSync(this.path, "r");
    fsyncSync(directory);
    closeSync(directory);
  }

  /**
   * What the fabric was and was to become when it ran last; undefined when it never has.
   *
   * @throws CodedError when the file is not what was written
   */
  read(): StoredFabric | undefined {
    const file = path.join(this.path, storedName);
    return existsSync(file) ? decodeStoredFabric(readFileSync(file, "utf8"), file) : undefined;
  }

  publish(descriptor: FabricDescriptor): void {
    this.#replace(descriptorName, JSON.stringify(descriptor, null, 2), { flush: false });
  }

  /** Takes back what this process has published; what another has published meanwhile stays. */
  withdraw(): void {
    if (this.#readDescriptor()?.pid !== process.pid) return;
    rmSync(path.join(this.path, descriptorName), { force: true });
  }

  /**
   * The descriptor of the fabric that runs here.
   *
   * @throws CodedError `FABRIC-NOT-UP` when none does
   */
  descriptor(): FabricDescriptor {
    const found = this.#readDescriptor();
    if (found && isAlive(found.pid)) return found;
    throw new CodedError({
      code: "FABRIC-NOT-UP",
      message: `no fabric runs with the state directory ${this.path}`,
      help: "Start one with `ringworld up`, or name its directory with --state.",
    });
  }

  /**
   * Refuses a directory that another process serves.
   *
   * @throws CodedError `FABRIC-IS-UP`
   */
  assertFree(): void {
    mkdirSync(path.join(this.path, "clients"), { recursive: true });
    const found = this.#readDescriptor();
    if (found && isAlive(found.pid)) {
      throw new CodedError({
        code: "FABRIC-IS-UP",
        message: `the fabric "${found.name}" (process ${found.pid}) already uses ${this.path}`,
        help: "Stop it, or give this one another directory with --state.",
      });
    }
  }

  /**
   * Takes a client port for this process until `release`.
   *
   * @param wanted the name of a client host; absent: the first that is free
   * @throws CodedError `CLIENT-UNKNOWN`, `CLIENT-IN-USE`
   */
  claimClient(wanted?: string): { readonly host: HostAttachment; release(): void } {
    const clients = this.descriptor().hosts.filter((host) => host.role === "client");
    const candidates = wanted === undefined ? clients : clients.filter((host) => host.name === wanted);
    if (candidates.length === 0) {
      throw new CodedError({
        code: "CLIENT-UNKNOWN",
        message: `the fabric has no client "${wanted ?? ""}"`,
        help: `Its clients are ${clients.map((host) => host.name).join(", ")}.`,
      });
    }
    for (const host of candidates) {
      const file = path.join(this.path, "clients", host.name);
      if (lock(file)) return { host, release: () => rmSync(file, { force: true }) };
    }
    throw new CodedError({
      code: "CLIENT-IN-USE",
      message: wanted === undefined ? "every client port is in use" : `the client port "${wanted}" is in use`,
      help: "Wait for the other command to end, or name another port with --client.",
    });
  }

  /** Gives a file another content: whoever looks sees all of it, or what was there before. */
  #replace(name: string, text: string, { flush }: { readonly flush: boolean }): void {
    const file = path.join(this.path, name);
    writeFileSync(`${file}.new`, `${text}\n`, { flush });
    renameSync(`${file}.new`, file);
  }

  #readDescriptor(): FabricDescriptor | undefined {
    try {
      return JSON.parse(readFileSync(path.join(this.path, descriptorName), "utf8")) as FabricDescriptor;
    } catch {
      return undefined;
    }
  }
}

/** Creates a lock file with our process id; takes over the lock of a process that is gone. */
function lock(file: string): boolean {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const handle = openSync(file, "wx");
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return true;
    } catch (error) {
      if (systemErrorCode(error) !== "EEXIST") throw error;
      if (isAlive(Number(readFileSync(file, "utf8")))) return false;
      rmSync(file, { force: true });
    }
  }
  return false;
}
