import assert from "node:assert/strict";
import {
  type ExecRequest,
  encodeExecRequest,
  encodeRecord,
  type Persist,
  ReplicaCore,
  type ReplicaEffect,
  request,
  timestampOf,
} from "../../../src/vivace/index.js";
import type { UdpEnd, VivaceKindName } from "../../../src/wire/index.js";
import { commands } from "./commands.js";
import { bytesOf, clientEnd, replicaEnd, showEffect } from "./show.js";

const key = bytesOf("k");

/** Drives replica r1 by hand; its disk is the list below, and messages come from client c1 unless said otherwise. */
export class ReplicaScript {
  readonly disk: { header: Uint8Array; body: Uint8Array }[] = [];
  readonly unsynced: Persist[] = [];
  nowUs = 0;
  core = new ReplicaCore(replicaEnd(1), {}, commands);

  /** A request with the timestamp `ticks.1`. */
  receive(kind: VivaceKindName, ticks: number, text?: string, targets: readonly UdpEnd[] = []): string[] {
    return this.receiveFrom(clientEnd(1), kind, timestampOf(ticks, 1), text, targets);
  }

  receiveFrom(
    source: UdpEnd,
    kind: VivaceKindName,
    timestamp: bigint,
    text?: string,
    targets: readonly UdpEnd[] = [],
  ): string[] {
    const rest = text === undefined ? { targets } : { targets, value: bytesOf(text) };
    return this.take(this.core.step({ source, message: request(kind, key, timestamp, rest) }, this.nowUs));
  }

  /** EXEC: a command that appends its argument to the state of `onTicks.1`. */
  receiveExec(ticks: number, onTicks: number, argument: string, more: Partial<ExecRequest> = {}): string[] {
    const mts = onTicks === 0 ? 0n : timestampOf(onTicks, 1);
    const asked = { mts, attempts: [], name: "append", argument: bytesOf(argument), ...more };
    const message = request("exec", key, timestampOf(ticks, 1), { value: encodeExecRequest(asked) });
    return this.take(this.core.step({ source: clientEnd(1), message }, this.nowUs));
  }

  /** An answer of another replica to a W-REMOTE. */
  answerRemote(source: UdpEnd, ticks: number): string[] {
    const asked = timestampOf(ticks, 1);
    const message = { ...request("ackWRemote", key, asked), request: asked };
    return this.take(this.core.step({ source, message }, this.nowUs));
  }

  /** Makes everything durable that is not yet. */
  sync(): string[] {
    const lines: string[] = [];
    for (let persist = this.unsynced.shift(); persist; persist = this.unsynced.shift()) {
      this.disk.push({ header: encodeRecord(persist.record), body: persist.value });
      lines.push(...this.take(this.core.persisted(persist, this.disk.length - 1, this.nowUs)));
    }
    return lines;
  }

  /** As `receive`, with all that follows until everything is durable: only what is sent. */
  exchange(kind: VivaceKindName, ticks: number, text?: string): string[] {
    return [...this.receive(kind, ticks, text), ...this.sync()].filter((line) => line.startsWith("→"));
  }

  /** Lets time pass up to the next deadline. */
  wait(): string[] {
    const nextUs = this.core.nextDeadlineUs();
    assert.ok(nextUs !== undefined, "nothing is due");
    this.nowUs = nextUs;
    return this.take(this.core.tick(this.nowUs));
  }

  /** A crash: what was not synced is gone. */
  restart(): string[] {
    this.core = new ReplicaCore(replicaEnd(1), {}, commands);
    this.unsynced.length = 0;
    for (const [position, { header }] of this.disk.entries()) this.core.recover(header, position);
    return this.take(this.core.start(this.nowUs));
  }

  /** Effects as lines; reads are served at once and leave no line. */
  take(effects: readonly ReplicaEffect[]): string[] {
    return effects.flatMap((effect) => {
      if (effect.kind === "persist") this.unsynced.push(effect);
      if (effect.kind !== "load") return [showEffect(effect)];
      return this.take(this.core.loaded(effect, this.disk[effect.position], this.nowUs));
    });
  }
}
