import assert from "node:assert/strict";
import { seededRandom } from "../../../src/base/index.js";
import {
  type ClientConfig,
  ClientCore,
  type ClientEffect,
  type ObjectPlace,
  request,
  tickUs,
  timestampOf,
} from "../../../src/vivace/index.js";
import { answerKind, type VivaceKindName, vivaceKind, vivaceVerdict } from "../../../src/wire/index.js";
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
}

/** Drives client 1 by hand. Its first timestamp is 100.1. */
export class ClientScript {
  nowUs = 0;
  clockTicks = 100;
  readonly core: ClientCore;
  #operations = 0;

  constructor(config: Partial<ClientConfig> = {}) {
    this.core = new ClientCore(1, seededRandom(1), config);
  }

  read(): string[] {
    return this.begin((number) => this.core.read(number, place, this.time));
  }

  write(text: string): string[] {
    return this.begin((number) => this.core.write(number, place, bytesOf(text), this.time));
  }

  begin(start: (number: number) => readonly ClientEffect[]): string[] {
    this.#operations += 1;
    return start(this.#operations).map(showEffect);
  }

  /** Replica `number` answers the request of a kind that had the timestamp `asked`. */
  answer(number: number, kind: VivaceKindName, asked: number, said: Said, askedClient = 1): string[] {
    const { ticks, client = 1, verdict = "accepted", text } = said;
    const timestamp = ticks === 0 ? 0n : timestampOf(ticks, client);
    const message = {
      ...request(kind, place.key, timestamp, text === undefined ? {} : { value: bytesOf(text) }),
      kind: answerKind(vivaceKind[kind]),
      verdict: vivaceVerdict[verdict],
      request: timestampOf(asked, askedClient),
    };
    return this.core.step({ source: replicaEnd(number), message }, this.time).map(showEffect);
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
