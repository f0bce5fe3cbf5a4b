import { type Random, randomBelow, randomFraction } from "../../base/index.js";
import type { Transport } from "../../io/index.js";
import { type ClientConfig, ClientCore, type HostIdentity, showPosition } from "../../ringworld/index.js";
import { entryBytesMax } from "../../wire/index.js";
import type { LogOutput } from "../check/index.js";
import { randomBetween } from "../kernel/chance.js";
import type { Life, SimNode } from "../kernel/node.js";
import type { Transcript } from "../kernel/transcript.js";
import type { Evidence } from "./evidence.js";
import { guardedTransport } from "./guarded-transport.js";
import type { Tampering, Workload } from "./options.js";
import { type ClientOutcome, SimClient } from "./sim-client.js";
import { makeValue, nameValue, streamOf, streams } from "./values.js";

/** What the processes of a world share. */
export interface ProcessSurroundings {
  readonly evidence: Evidence;
  readonly transcript: Transcript;
  readonly workload: Workload;
  readonly tampering: Tampering;
  /** The first index that anybody reads. */
  readonly firstIndex: bigint;
  /** The largest index that any client was told of, for choosing what to read. */
  largestIndex: bigint;
}

/** What a process is made of. */
export interface ProcessParts {
  readonly node: SimNode;
  /** Its end of the cable to its switch. */
  readonly port: Transport;
  readonly identity: HostIdentity;
  readonly config: Partial<ClientConfig>;
  readonly random: Random;
}

/** A program that uses the log: some workers, each with one operation under way, that pause in between. */
export class SimProcess {
  readonly node: SimNode;
  readonly #parts: ProcessParts;
  readonly #random: Random;
  readonly #world: ProcessSurroundings;
  #client: SimClient | undefined;
  readonly #underWay = new Map<number, string>();
  #values = 0;
  #stopped = false;

  constructor(parts: ProcessParts, world: ProcessSurroundings) {
    this.node = parts.node;
    this.#parts = parts;
    this.#random = parts.random;
    this.#world = world;
  }

  /** Operations of the current life that have not ended. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** What has not ended, in words. */
  get unfinished(): readonly string[] {
    return [...this.#underWay.values()];
  }

  start(): void {
    const life = this.node.start();
    const { port, identity, config } = this.#parts;
    const { toClient, clientCore = makeCore } = this.#world.tampering;
    const transport = guardedTransport(life, port, toClient);
    this.#client = new SimClient(life, transport, identity, clientCore(identity, this.#random, config));
    this.#underWay.clear();
    for (let worker = 0; worker < this.#world.workload.workersPerClient; worker += 1) {
      this.#pause(life, `${this.node.name}.${this.node.lives}.${worker}`);
    }
  }

  crash(): void {
    this.node.crash();
    this.#client = undefined;
    this.#underWay.clear();
  }

  /** Begins nothing more; what is under way goes on. */
  stop(): void {
    this.#stopped = true;
  }

  /** Asks for the tail. */
  tail(worker: string, done: (index: bigint) => void): void {
    const finish = this.#call(
      worker,
      () => this.#world.evidence.history.call(worker, { kind: "tail" }),
      "tail",
    );
    this.#client?.tail((outcome) => {
      finish(outcome);
      if (outcome.kind === "tail") done(outcome.index);
    });
  }

  /** Reads an index. */
  read(worker: string, index: bigint, done: (outcome: ClientOutcome) => void): void {
    const call = () => this.#world.evidence.history.call(worker, { kind: "read", index });
    const finish = this.#call(worker, call, `read ${index}`);
    this.#client?.read(index, (outcome) => {
      finish(outcome);
      done(outcome);
    });
  }

  /** Reads an index as a subscriber: an entry of another stream is withheld. */
  readAsSubscriber(worker: string, index: bigint, done: () => void): void {
    const stream = 1 + randomBelow(this.#random, streams);
    const call = () => this.#world.evidence.history.call(worker, { kind: "read", index });
    const finish = this.#call(worker, call, `read ${index} of stream ${stream}`);
    this.#client?.readAsSubscriber(index, stream, (outcome) => {
      if (outcome.kind === "pack") this.#world.evidence.streams.read(index, stream, outcome.pack);
      finish(outcome);
      done();
    });
  }

  /** Trims everything below an index. */
  trim(worker: string, index: bigint, done: () => void): void {
    const { evidence } = this.#world;
    const finish = this.#call(
      worker,
      () => evidence.history.call(worker, { kind: "trim", index }),
      `trim ${index}`,
    );
    evidence.durability.trimCalled(index);
    this.#client?.trim(index, (outcome) => {
      finish(outcome);
      done();
    });
  }

  /** Appends a new value, or some that are to stand together. */
  append(worker: string, done: () => void): void {
    const { evidence } = this.#world;
    const [first, ...others] = this.#makeValues(worker);
    const stream = streamOf(first.name);
    const values = [first, ...others.filter(({ name }) => streamOf(name) === stream)];
    const finishes = values.map(({ name }) => {
      const call = () => evidence.history.call(worker, { kind: "append", value: name });
      return this.#call(worker, call, `append ${name}`);
    });
    const bytes = values.map(({ value }) => value);
    this.#client?.append(bytes, stream, (outcome) => {
      for (const [at, { name, value }] of values.entries()) {
        const own = outcome.kind === "appended" ? { ...outcome, place: outcome.place + at } : outcome;
        finishes[at]?.(own);
        if (own.kind === "appended") {
          evidence.durability.appended({ name, index: own.index, place: own.place, value });
        }
      }
      done();
    });
  }

  /** As many new values as may stand together; no two are the same. */
  #makeValues(worker: string): [NamedValue, ...NamedValue[]] {
    const { together, valueBytesMax } = this.#world.workload;
    const make = (bytesMax: number) => {
      this.#values += 1;
      const value = makeValue(`${worker}.${this.#values}`, this.#random, bytesMax);
      return { value, name: nameValue(value) };
    };
    const bytesMax = Math.min(valueBytesMax, Math.floor(entryBytesMax / together) - lengthBytes);
    return [make(bytesMax), ...Array.from({ length: together - 1 }, () => make(bytesMax))];
  }

  #pause(life: Life, worker: string): void {
    const thinkUs = -Math.log(1 - randomFraction(this.#random)) * this.#world.workload.thinkUs;
    life.timers.schedule(Math.round(thinkUs), () => {
      if (!this.#stopped) this.#work(worker, () => this.#pause(life, worker));
    });
  }

  #work(worker: string, done: () => void): void {
    const { appends, reads, tails, trims, feeds } = this.#world.workload;
    const choice = randomBelow(this.#random, appends + reads + tails + trims + feeds);
    if (choice < appends) this.append(worker, done);
    else if (choice < appends + reads) this.read(worker, this.#anIndex(), done);
    else if (choice < appends + reads + tails) this.tail(worker, done);
    else if (choice < appends + reads + tails + trims) this.trim(worker, this.#aBound(), done);
    else this.readAsSubscriber(worker, this.#anIndex(), done);
  }

  /** An index that was written, near the end as a rule, or sometimes one that is not there yet. */
  #anIndex(): bigint {
    const first = Number(this.#world.firstIndex);
    const largest = Number(this.#world.largestIndex);
    const from = randomFraction(this.#random) < 0.5 ? Math.max(first, largest - 10) : first;
    return BigInt(randomBetween(this.#random, from, Math.max(from, largest + 2)));
  }

  /** Everything but the newest entries: the log is not empty afterwards. */
  #aBound(): bigint {
    const newest = BigInt(randomBetween(this.#random, 5, 40));
    const { largestIndex } = this.#world;
    return largestIndex > newest ? largestIndex - newest : 1n;
  }

  #call(worker: string, call: () => number, what: string): (outcome: ClientOutcome) => void {
    const { evidence, transcript } = this.#world;
    const id = call();
    this.#underWay.set(id, `${worker} ${what}`);
    transcript.add(worker, what);
    return (outcome) => {
      this.#underWay.delete(id);
      const output = outputOf(outcome);
      transcript.add(worker, `${what} ⇒ ${describeOutcome(outcome)}`);
      if (output === undefined) {
        evidence.report("operation-failed", `${worker} ${what}: ${describeOutcome(outcome)}`);
        return;
      }
      evidence.history.complete(id, output);
      if ("index" in output) this.#learn(output.index);
    };
  }

  #learn(index: bigint): void {
    if (index > this.#world.largestIndex) this.#world.largestIndex = index;
  }
}

function makeCore(...parts: ConstructorParameters<typeof ClientCore>): ClientCore {
  return new ClientCore(...parts);
}

/** What each value of a pack takes besides its own bytes. */
const lengthBytes = 2;

interface NamedValue {
  readonly name: string;
  readonly value: Uint8Array;
}

const failures: ReadonlyMap<string, LogOutput> = new Map([
  ["LOG-OUT-OF-BOUNDS", { kind: "absent" }],
  ["LOG-TRIMMED", { kind: "trimmed" }],
]);

/**
 * What an outcome means in a history; undefined for a failure. Time-outs are far beyond the end of a run, so that only
 * an index beyond the tail, or a trimmed one, is a reason to fail.
 */
function outputOf(outcome: ClientOutcome): LogOutput | undefined {
  switch (outcome.kind) {
    case "appended":
      return { kind: "appended", index: outcome.index, place: outcome.place };
    case "tail":
      return { kind: "tail", index: outcome.index };
    case "trimmed":
      return { kind: "trimmed" };
    case "pack": {
      const { withheld, junk, values } = outcome.pack;
      if (withheld) return { kind: "withheld" };
      return junk ? { kind: "junk" } : { kind: "entries", values: values.map(nameValue) };
    }
    case "failed":
      return failures.get(outcome.error.code);
  }
}

function describeOutcome(outcome: ClientOutcome): string {
  if (outcome.kind === "failed") return outcome.error.code;
  if (outcome.kind === "appended") return `index ${showPosition(outcome)}`;
  if (outcome.kind === "pack" && outcome.pack.withheld) return "withheld";
  if (outcome.kind === "pack") return outcome.pack.junk ? "junk" : outcome.pack.values.map(nameValue).join();
  return `index ${outcome.index}`;
}
