import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeUtf8 } from "../../src/base/index.js";
import {
  type ContainerMetadata,
  decodeMetadata,
  encodeMetadata,
  formatEnd,
  objectKey,
  parseEnd,
} from "../../src/vivace/index.js";
import { vivaceKind } from "../../src/wire/index.js";
import { quietWorld } from "./support/quiet-world.js";
import { bytesOf, replicaEnd, textOf } from "./support/show.js";
import { settled, storeOf } from "./support/simulated-store.js";
import { figure5, placeOf } from "./world/topology.js";

// Containers and the directory service of section 3.1, on the store's own RW objects.

const retry = { initialUs: 50_000, minUs: 50_000, maxUs: 50_000 };

function metadataOf(type: ContainerMetadata["type"]): ContainerMetadata {
  const [here, there] = [placeOf(figure5, "", 0), placeOf(figure5, "", 1)];
  const localSets = new Map([
    ["site-0", here.locals],
    ["site-1", there.locals],
  ]);
  return { type, replicas: here.replicas, localSets };
}

test("objects of a container are kept where its metadata says, at every site", async () => {
  const world = quietWorld(figure5, {});
  const [here, there] = [storeOf(world, figure5, "c1"), storeOf(world, figure5, "c3")];
  await settled(world, here.createContainer("posts", metadataOf("rw")));
  await settled(world, here.write("posts", "17", bytesOf("hello")));
  assert.equal(textOf((await settled(world, there.read("posts", "17"))) ?? bytesOf("")), "hello");
  await settled(world, there.createContainer("counts", metadataOf("rmw")));
  assert.equal(textOf(await settled(world, here.execute("counts", "a", "append", bytesOf("xy")))), "was 0");
  assert.equal(textOf(await settled(world, there.execute("counts", "a", "append", bytesOf("z")))), "was 2");
});

test("the directory is asked once for a container, however many operations there are, even at once", async () => {
  const world = quietWorld(figure5, {});
  const store = storeOf(world, figure5, "c1");
  await settled(world, store.createContainer("posts", metadataOf("rw")));
  let lookUps = 0;
  world.network.count(({ kind, key }) => {
    if (kind === vivaceKind.rTs && textOf(key).startsWith("/")) lookUps += 1;
  });
  const names = ["1", "2", "3", "4"];
  await settled(world, Promise.all(names.map((name) => store.write("posts", name, bytesOf(name)))));
  for (const name of names) await settled(world, store.read("posts", name));
  assert.equal(lookUps, 3, "one R-TS to each of three replicas");
});

test("what is wrong with a container has a code, and is not cached", async () => {
  const world = quietWorld(figure5, {});
  const store = storeOf(world, figure5, "c1");
  await assert.rejects(settled(world, store.read("posts", "1")), { code: "VIVACE-NO-CONTAINER" });
  await settled(world, store.createContainer("posts", metadataOf("rw")));
  assert.equal(await settled(world, store.read("posts", "1")), undefined);
  await settled(world, store.createContainer("posts", metadataOf("rw")));
  const other = store.createContainer("posts", metadataOf("rmw"));
  await assert.rejects(settled(world, other), { code: "VIVACE-CONTAINER-EXISTS" });
  const execute = store.execute("posts", "1", "append", bytesOf("x"));
  await assert.rejects(settled(world, execute), { code: "VIVACE-TYPE" });
  await assert.rejects(settled(world, store.read("Posts", "1")), { code: "VIVACE-NAME" });
  const nowhere = { ...metadataOf("rw"), localSets: new Map([["site-9", [replicaEnd(1)]]]) };
  await settled(world, store.createContainer("far", nowhere));
  await assert.rejects(settled(world, store.write("far", "1", bytesOf("x"))), { code: "VIVACE-SITE" });
  const empty = store.createContainer("empty", { ...nowhere, replicas: [] });
  await assert.rejects(settled(world, empty), { code: "VIVACE-METADATA" });
});

test("a container whose replicas do not answer is looked up again", async () => {
  const world = quietWorld(figure5, { retry });
  const store = storeOf(world, figure5, "c1", { retry, timeoutUs: 400_000 });
  await settled(world, store.createContainer("posts", metadataOf("rw")));
  await settled(world, store.write("posts", "1", bytesOf("x")));
  for (const name of ["r2", "r3"]) world.crash(name);
  await assert.rejects(settled(world, store.write("posts", "1", bytesOf("y"))), { code: "VIVACE-TIMEOUT" });
  for (const name of ["r2", "r3"]) world.restart(name);
  let lookUps = 0;
  world.network.count(({ kind, key }) => {
    if (kind === vivaceKind.rTs && textOf(key) === "/posts") lookUps += 1;
  });
  await settled(world, store.write("posts", "1", bytesOf("z")));
  assert.ok(lookUps > 0);
});

test("stored metadata come back, and nothing else is taken for metadata", () => {
  const metadata = metadataOf("rmw");
  assert.deepEqual(decodeMetadata(encodeMetadata(metadata)), metadata);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      assert.equal(decodeMetadata(bytes), undefined);
    }),
  );
  for (const json of [
    '{"type":"x","replicas":["10.0.0.1:1"],"locals":{}}',
    '{"type":"rw","replicas":[],"locals":{}}',
    '{"type":"rw","replicas":["10.0.0.1:1","10.0.0.1:1"],"locals":{}}',
    '{"type":"rw","replicas":["10.0.0.1:1"],"locals":{"a":[1]}}',
    '{"type":"rw","replicas":["10.0.0.1:1"]}',
  ]) {
    assert.equal(decodeMetadata(bytesOf(json)), undefined, json);
  }
});

test("ends and keys are written as people expect", () => {
  assert.deepEqual(parseEnd(formatEnd(replicaEnd(3))), replicaEnd(3));
  for (const text of ["10.0.0.1", "10.0.0.1:0", "10.0.0.1:65536", "host:1", "10.0.0.1:1:2"]) {
    assert.equal(parseEnd(text), undefined, text);
  }
  assert.equal(textOf(objectKey("posts", "ä/€/😀")), "posts/ä/€/😀");
  assert.throws(() => objectKey("posts", "x".repeat(250)), { code: "VIVACE-TOO-LARGE" });
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.deepEqual(encodeUtf8(text), new TextEncoder().encode(text));
    }),
  );
});
