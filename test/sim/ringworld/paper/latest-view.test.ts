import assert from "node:assert/strict";
import { test } from "node:test";
import { entryTag } from "../../../../src/ringworld/entry.js";
import { encodeLogRecord, recordKind } from "../../../../src/ringworld/log-record.js";
import { defaultSimulation, freshStart } from "../../../../src/sim/index.js";
import type { ViewEffect } from "../../../../src/sim/ringworld/controller-logic.js";
import { RingWorldWorld } from "../../../../src/sim/ringworld/world.js";
import { ringworldKind } from "../../../../src/wire/index.js";
import { torStock } from "../artifact.js";
import { fabric, ring, stripeOf } from "./paper-world.js";

// Section 3.2.3 of "Designing a Datacenter-wide Distributed Shared Log" (HotOS 2025): what a read of old data adopts.

const [oldView, newestView] = [6, 7];
const indices = [1, 2, 3, 4, 5, 6];
const client = 77n;
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The log servers of an index, as its replica set names them. */
function serversOf(index: number): readonly string[] {
  const set = fabric.stripes[stripeOf(index)]?.replicaSet;
  return fabric.replicaSets.find(({ number }) => number === set)?.servers ?? [];
}

/** Which member is stale at an index: another one each time, so that each is asked first at some. */
function isStale(index: number, place: number): boolean {
  return Math.floor(index / 2) % 3 === place;
}

/** An entry as a log server has kept it. */
function record(index: number, view: number, text: string): Uint8Array {
  const request = index;
  const tag = entryTag(client, request, bytesOf(text));
  const identity = { client, request, stream: 0, entries: 0, reserved: 0 };
  return encodeLogRecord({ kind: recordKind.entry, view, index_hi: 0, index_lo: index, tag, ...identity });
}

/** Whether a controller brings a log server up to date. */
function isCopy(effect: ViewEffect): boolean {
  return effect.kind === "send" && effect.message.header.kind === ringworldKind.restore;
}

/**
 * A world that begins on a log in which each index was contested: one log server has taken a value in an old view that
 * nobody else heard of, and the other two the value that was committed in the view after it. It is not brought up to date.
 */
function contestedWorld(): RingWorldWorld {
  const world = new RingWorldWorld({
    ...defaultSimulation,
    seed: 1,
    stock: torStock,
    start: { ...freshStart, view: newestView },
    workload: { ...defaultSimulation.workload, thinkUs: 1_000_000_000 },
    tampering: { controller: (effect) => (isCopy(effect) ? undefined : effect) },
    keepLines: true,
  });
  for (const index of indices) {
    for (const [place, name] of serversOf(index).entries()) {
      const [view, text] = isStale(index, place) ? [oldView, `old ${index}`] : [newestView, `new ${index}`];
      const medium = world.logServers.get(name)?.disk.medium;
      medium?.append(record(index, view, text), bytesOf(text));
      medium?.harden(medium.records.length);
    }
  }
  return world;
}

test("§3.2.3: of the entries that a majority returns, the client adopts that of the latest view", () => {
  const world = contestedWorld();
  const { simulation, transcript } = world.foundation;
  const adopted = new Map<number, string>();
  world.start();
  simulation.runUntil(60_000, () => false);
  for (const index of indices) {
    world.processes
      .get(`client-${1 + (index % ring.length)}-1`)
      ?.read("reader.1.0", BigInt(index), (outcome) => {
        const [value = new Uint8Array()] = outcome.kind === "pack" ? outcome.pack.values : [];
        adopted.set(index, new TextDecoder().decode(value));
      });
  }
  simulation.runUntil(100_000, () => adopted.size === indices.length);
  world.network.giveBack();
  assert.deepEqual(world.evidence.violations, []);
  assert.deepEqual(
    [...adopted].sort(),
    indices.map((index) => [index, `new ${index}`]),
  );
  const votes = transcript.lines.filter((line) => / → client-\S+ data view view 6 .*count 255/.test(line));
  assert.ok(votes.length >= indices.length / 3, "somebody answered with the entry of the old view");
});
