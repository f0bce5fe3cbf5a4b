import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type ContainerMetadata,
  decodeSurvey,
  encodeSurvey,
  findLosses,
  keyText,
  type MissingValue,
  type Surveyor,
} from "../../src/vivace/index.js";
import { vivaceKind } from "../../src/wire/index.js";
import { quietWorld } from "./support/quiet-world.js";
import { bytesOf } from "./support/show.js";
import { settled, storeOf } from "./support/simulated-store.js";
import { figure5, hostOf, placeOf } from "./world/topology.js";

// Disasters, section 4.3: the loss of a site costs only what was still under way from there, and that can be listed.

const retry = { initialUs: 50_000, minUs: 50_000, maxUs: 50_000 };
const ends = figure5.replicas.map(({ name }) => {
  const { address, port } = hostOf(figure5, name);
  return { address, port };
});
const [here, there] = [placeOf(figure5, "", 0), placeOf(figure5, "", 1)];
const metadata: ContainerMetadata = {
  type: "rw",
  replicas: here.replicas,
  localSets: new Map([
    ["site-0", here.locals],
    ["site-1", there.locals],
  ]),
};

/** A store at site 0 whose values stay there from the second round of writes on; `names` are written. */
async function heldBack(names: readonly string[]) {
  const world = quietWorld(figure5, {});
  const [store, far] = [storeOf(world, figure5, "c1"), storeOf(world, figure5, "c3", { retry })];
  await settled(world, store.createContainer("posts", metadata));
  for (const name of ["a", "b", "c"]) await settled(world, store.write("posts", name, bytesOf("old")));
  world.simulation.runUntil(world.simulation.nowUs() + 100_000);
  world.network.hold(({ kind }) => kind === vivaceKind.wRemote);
  for (const name of names) await settled(world, store.write("posts", name, bytesOf("new")));
  return { world, store, far };
}

test("the loss of a site: exactly the acknowledged writes whose values had not left it are listed", async () => {
  const { world, far } = await heldBack(["b", "d"]);
  for (const name of ["r1", "r4", "r5"]) world.crash(name);
  const losses = await settled(world, findLosses(far.client, ends));
  assert.deepEqual(
    losses.lost.map(({ key }) => keyText(key)),
    ["posts/b", "posts/d"],
  );
  assert.equal(losses.silent.length, 3);
  const read = settled(world, far.read("posts", "a"));
  assert.deepEqual(await read, bytesOf("old"), "what is not listed is there");
});

test("as long as one replica has the value, in whatever buffer, nothing is lost", async () => {
  const { world, far } = await heldBack(["b", "d"]);
  for (const name of ["r1", "r4"]) world.crash(name);
  const losses = await settled(world, findLosses(far.client, ends));
  assert.deepEqual([losses.lost.length, losses.recoverable, losses.silent.length], [0, 2, 2]);
});

test("a key that was written again after the disaster is lost no more", async () => {
  const { world, far } = await heldBack(["b", "d"]);
  for (const name of ["r1", "r4", "r5"]) world.crash(name);
  world.network.hold(() => false);
  await settled(world, far.write("posts", "b", bytesOf("newer")));
  world.simulation.runUntil(world.simulation.nowUs() + 100_000);
  const { lost } = await settled(world, findLosses(far.client, ends));
  assert.deepEqual(
    lost.map(({ key }) => keyText(key)),
    ["posts/d"],
  );
});

test("a lost key that is written again in the middle of the search is not listed", async () => {
  const world = quietWorld(figure5, {});
  const [store, far] = [storeOf(world, figure5, "c1"), storeOf(world, figure5, "c3", { retry })];
  const end = (at: number) => ends.slice(at, at + 1);
  const apart = new Map([
    ["site-0", end(3)],
    ["site-1", end(5)],
  ]);
  await settled(world, store.createContainer("posts", { ...metadata, localSets: apart }));
  world.simulation.runUntil(world.simulation.nowUs() + 100_000);
  world.network.hold(({ kind }) => kind === vivaceKind.wRemote);
  await settled(world, store.write("posts", "b", bytesOf("new")));
  world.crash("r4");
  let isWritten = false;
  const surveyor: Parameters<typeof findLosses>[0] = {
    survey: (replica, from) => far.client.survey(replica, from),
    holders: async (of, replicas) => {
      // Only r6 has this value, and nobody has the one that is asked for.
      if (!isWritten) await far.write("posts", "b", bytesOf("newer"));
      isWritten = true;
      return far.client.holders(of, replicas);
    },
  };
  const { lost, recoverable, silent } = await settled(world, findLosses(surveyor, ends));
  assert.deepEqual([lost, recoverable, silent.length], [[], 1, 1]);
});

test("a survey of more keys than fit into one message comes in parts", async () => {
  const names = Array.from({ length: 60 }, (_, number) => `${number}`.padStart(200, "0"));
  const { world, far } = await heldBack(names);
  for (const name of ["r1", "r4", "r5"]) world.crash(name);
  const { lost } = await settled(world, findLosses(far.client, ends));
  assert.deepEqual(
    lost.map(({ key }) => keyText(key)),
    names.map((name) => `posts/${name}`),
  );
});

test("a replica that falls silent before it is asked for a value is named as silent", async () => {
  const missing = [{ key: bytesOf("posts/b"), timestamp: 7n }];
  const surveyor: Surveyor = {
    survey: async () => ({ objects: 1, missing }),
    holders: async (_of, replicas) => replicas.map((_end, at) => (at === 1 ? "silent" : "no")),
  };
  const losses = await findLosses(surveyor, ends.slice(0, 3));
  assert.deepEqual(losses, { lost: missing, recoverable: 0, silent: ends.slice(1, 2) });
});

test("a survey comes back from its bytes, and other bytes are refused or read without harm", () => {
  const missing: fc.Arbitrary<MissingValue> = fc.record(
    { key: fc.uint8Array({ maxLength: 40 }), timestamp: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(
      fc.array(missing, { maxLength: 5 }),
      fc.option(fc.nat(1e6), { nil: undefined }),
      (list, next) => {
        const survey = { objects: 7, missing: list, ...(next !== undefined && { next }) };
        assert.deepEqual(decodeSurvey(encodeSurvey(survey)), survey);
      },
    ),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void decodeSurvey(bytes)));
});
