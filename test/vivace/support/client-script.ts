import assert from "node:assert/strict";
import { seededRandom } from "../../../src/base/index.js";
import {
  type ClientConfig,
  ClientCore,
  type ClientEffect,
  type ExecReply,
  encodeExecReply,
  encodeRmwValue,
  execEnd,
  type IncomingMessage,
  type ObjectPlace,
  RecentStamps,
  request,
  tickUs,
  timestampOf,
} from "../../../src/vivace/index.js";
import { answerKind, type VivaceKindName, vivaceKind, vivaceVerdict } from "../../../src/wire/index.js";
import { commands } from "./commands.js";
import { bytesOf, replicaEnd, showEffect } from "./show.js";

/** The replica set is r1, r2, r3; the local set is r1, r4, r5, as in the paper's evaluation (§6.3). */
export const place: ObjectPlace = {
  key: bytesOf("k"),
  replicas: [1, 2, 3].map(replicaEnd),
  locals: [1, 4, 5].map(replicaEnd),
};

/** What a replica says in a test; without a verdict, `accepted`. */
export interface Said {
  readonly ticks: number;
  readonly client?: number;
  readonly verdict?: keyof typeof vivaceVerdict;
  readonly text?: string;
  /** The value of an RMW object: its state, and the ticks of client 1's and others' commands in it. */
  readonly rmw?: { readonly state: string; readonly applied: readonly bigint[] };
  /** What a replica says of a command that it was asked to run. */
  readonly ran?: Partial<Omit<ExecReply, "result">> & { readonly result?: string };
}

/** Drives client 1 by hand. Its first timestamp is 100.1. What it sends at once it sends again at once, too. */
export class ClientScript {
  nowUs = 0;
  clockTicks = 100;
  readonly core: ClientCore;
  #operations = 0;

  constructor(config: Partial<ClientConfig> = {}) {
    this.core = new ClientCore(1, seededRandom(1), { retrySpread: 0, ...config }, commands);
  }

  read(): string[] {
    return this.begin((number) => this.core.read(number, place, this.time));
  }

  write(text: string): string[] {
    return this.begin((number) => this.core.write(number, place, bytesOf(text), this.time));
  }

  execute(argument: string, name = "append"): string[] {
    const call = { name, argument: bytesOf(argument) };
    return this.begin((number) => this.core.execute(number, place, call, this.time));
  }

  begin(start: (number: number) => readonly ClientEffect[]): string[] {
    this.#operations += 1;
    return start(this.#operations).map(showEffect);
  }

  /** Replica `number` answers the request of a kind that had the timestamp `asked`. */
  answer(number: number, kind: VivaceKindName, asked: number, said: Said, askedClient = 1): string[] {
    const { ticks, client = 1, verdict = "accepted" } = said;
    const value = saidValue(said);
    const timestamp = ticks === 0 ? 0n : timestampOf(ticks, client);
    const message = {
      ...request(kind, place.key, timestamp, value === undefined ? {} : { value }),
      kind: answerKind(vivaceKind[kind]),
      verdict: vivaceVerdict[verdict],
      request: timestampOf(asked, askedClient),
    };
    return this.step({ source: replicaEnd(number), message });
  }

  step(message: IncomingMessage): string[] {
    return this.core.step(message, this.time).map(showEffect);
  }

  /** Lets time pass up to the next deadline. */
  wait(): string[] {
    const nextUs = this.core.nextDeadlineUs();
    assert.ok(nextUs !== undefined, "nothing is due");
    this.nowUs = nextUs;
    return this.core.tick(this.time).map(showEffect);
  }

  get time(): { readonly nowUs: number; readonly clockUs: number } {
    return { nowUs: this.nowUs, clockUs: this.clockTicks * tickUs };
  }
}

function saidValue({ ticks, client = 1, text, rmw, ran }: Said): Uint8Array | undefined {
  if (text !== undefined) return bytesOf(text);
  if (ran !== undefined) {
    const { end = execEnd.done, attempt = timestampOf(ticks, client), result = "" } = ran;
    return encodeExecReply({ end, attempt, result: bytesOf(result) });
  }
  if (rmw === undefined) return undefined;
  const applied = new RecentStamps();
  applied.restore(0n, rmw.applied);
  return encodeRmwValue(bytesOf(rmw.state), applied);
}
