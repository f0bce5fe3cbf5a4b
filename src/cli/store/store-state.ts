import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CodedError } from "../../base/index.js";
import { isAlive } from "../fabric/process-alive.js";

/** What a running store tells other processes of this machine. */
export interface StoreDescriptor {
  readonly pid: number;
  /** URL of the REST API. */
  readonly api: string;
  /** The store file, whole, and its name. */
  readonly text: string;
  readonly file: string;
  /** A module with commands of RMW objects, when there is one. */
  readonly commands?: string;
}

const descriptorName = "store.json";
const lifeBytes = 16;
const clientNumbers = 65_536;

/** The files of one store on this machine: its descriptor, what its replicas hold, and which client numbers were used. */
export class StoreState {
  readonly path: string;

  constructor(directory: string) {
    this.path = path.resolve(directory);
  }

  /**
   * Makes the directory, unless another process serves it.
   *
   * @throws CodedError `STORE-IS-UP`
   */
  prepare(): void {
    mkdirSync(this.path, { recursive: true });
    const found = this.#read();
    if (found === undefined || !isAlive(found.pid)) return;
    throw new CodedError({
      code: "STORE-IS-UP",
      message: `process ${found.pid} already serves the store in ${this.path}`,
      help: "Stop it, or give this one another directory with --state.",
    });
  }

  publish(descriptor: StoreDescriptor): void {
    writeFileSync(path.join(this.path, descriptorName), `${JSON.stringify(descriptor, null, 2)}\n`);
  }

  /** Takes back what this process has published; of another process it takes nothing. */
  withdraw(): void {
    if (this.#read()?.pid !== process.pid) return;
    rmSync(path.join(this.path, descriptorName), { force: true });
  }

  /**
   * The descriptor of the store that runs here.
   *
   * @throws CodedError `STORE-NOT-UP` when none does
   */
  descriptor(): StoreDescriptor {
    const found = this.#read();
    if (found !== undefined && isAlive(found.pid)) return found;
    throw new CodedError({
      code: "STORE-NOT-UP",
      message: `no store runs with the state directory ${this.path}`,
      help: "Start one with `ringworld vivace up`, or name its directory with --state.",
    });
  }

  /** Where a replica keeps its records. */
  replicaDirectory(name: string): string {
    return path.join(this.path, "replicas", name);
  }

  /** Where the output of a replica goes. */
  outputFile(name: string): string {
    return path.join(this.path, `${name}.out`);
  }

  /**
   * A client number for one life of a client or a delegate. Each life adds a mark to a file, and its number is where
   * that mark stands: no two processes agree on that. After 65,536 lives numbers come again; by then clocks are ahead.
   */
  takeClientNumber(): number {
    const mark = randomBytes(lifeBytes);
    const file = path.join(this.path, "lives");
    appendFileSync(file, mark);
    const marks = readFileSync(file);
    for (let at = marks.length - lifeBytes; at >= 0; at -= lifeBytes) {
      if (mark.equals(marks.subarray(at, at + lifeBytes))) return (at / lifeBytes) % clientNumbers;
    }
    throw new Error(`assertion failed: the mark that was written to ${file} is not there`);
  }

  #read(): StoreDescriptor | undefined {
    try {
      return JSON.parse(readFileSync(path.join(this.path, descriptorName), "utf8")) as StoreDescriptor;
    } catch {
      return undefined;
    }
  }
}
