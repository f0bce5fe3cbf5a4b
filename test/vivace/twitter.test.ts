import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ContainerMetadata,
  PostIdentifiers,
  standardCommands,
  Twitter,
  timeOfIdentifier,
  type VivaceStore,
} from "../../src/vivace/index.js";
import { quietWorld } from "./support/quiet-world.js";
import { settled, storeOf } from "./support/simulated-store.js";
import { figure5, placeOf } from "./world/topology.js";
import type { VivaceWorld } from "./world/vivace-world.js";

// The application of section 6.4 on simulated replicas: ann's client is at one site, bob's at the other.

const [here, there] = [placeOf(figure5, "", 0), placeOf(figure5, "", 1)];
const localSets = new Map([
  ["site-0", here.locals],
  ["site-1", there.locals],
]);
const metadataOf = (type: ContainerMetadata["type"]) => ({ type, replicas: here.replicas, localSets });

async function twoSites(): Promise<readonly [VivaceWorld, Twitter, Twitter]> {
  const world = quietWorld(figure5, {});
  const stores = ["c1", "c3"].map((client) => storeOf(world, figure5, client, {}, standardCommands));
  const [first] = stores;
  for (const type of ["rw", "rmw"] as const) {
    if (first) await settled(world, first.createContainer(type, metadataOf(type)));
  }
  const twitters = stores.map((store, client) => {
    const identifiers = new PostIdentifiers(world.simulation, client);
    return new Twitter({ store, identifiers });
  });
  const [near, far] = twitters;
  assert.ok(near && far);
  return [world, near, far];
}

async function withPeople(): Promise<readonly [VivaceWorld, Twitter, Twitter]> {
  const [world, near, far] = await twoSites();
  for (const name of ["ann", "bob", "cid"])
    await settled(world, near.signUp({ name, about: `I am ${name}` }));
  return [world, near, far];
}

const texts = (posts: readonly { readonly text: string }[]) => posts.map(({ text }) => text);

test("a post is in its author's timelines and in those of followers, at every site, once it is made", async () => {
  const [world, near, far] = await withPeople();
  await settled(world, far.follow("bob", "ann"));
  for (const text of ["first", "second ✓"]) await settled(world, near.post("ann", text));
  assert.deepEqual(texts(await settled(world, far.homeTimeline("bob", 10))), ["second ✓", "first"]);
  assert.deepEqual(texts(await settled(world, far.userTimeline("ann", 1))), ["second ✓"]);
  assert.deepEqual(texts(await settled(world, far.homeTimeline("ann", 10))), ["second ✓", "first"]);
  assert.deepEqual(await settled(world, far.homeTimeline("cid", 10)), []);
  assert.deepEqual(await settled(world, far.userTimeline("bob", 10)), []);
});

test("following twice is following once, and ends with unfollowing", async () => {
  const [world, near, far] = await withPeople();
  await settled(
    world,
    Promise.all([near.follow("bob", "ann"), far.follow("bob", "ann"), far.follow("ann", "ann")]),
  );
  assert.deepEqual([...(await settled(world, far.followers("ann")))].sort(), ["ann", "bob"]);
  await settled(world, near.post("ann", "once"));
  assert.deepEqual(texts(await settled(world, far.homeTimeline("bob", 10))), ["once"]);
  assert.deepEqual(texts(await settled(world, far.homeTimeline("ann", 10))), ["once"]);
  await settled(world, far.unfollow("bob", "ann"));
  await settled(world, near.post("ann", "twice"));
  assert.deepEqual(texts(await settled(world, far.homeTimeline("bob", 10))), ["once"]);
  assert.deepEqual(await settled(world, near.following("bob")), []);
});

test("of two who want a name at once, at two sites, one gets it", async () => {
  const [world, near, far] = await twoSites();
  const attempts = [near, far].map((twitter, at) => twitter.signUp({ name: "dora", about: `${at}` }));
  const ended = await settled(world, Promise.allSettled(attempts));
  const winner = ended.findIndex(({ status }) => status === "fulfilled");
  const loser = ended[1 - winner];
  assert.ok(loser?.status === "rejected");
  assert.equal(loser.reason.code, "TWITTER-NAME-TAKEN");
  assert.deepEqual(await settled(world, far.account("dora")), { name: "dora", about: `${winner}` });
});

test("a sign-up that fails halfway can be tried again by the same person, and by nobody else", async () => {
  const [world, near, far] = await twoSites();
  const store = storeOf(world, figure5, "c2", {}, standardCommands);
  let isBroken = true;
  const breaking: Pick<VivaceStore, "read" | "write" | "execute"> = {
    read: (...asked) => store.read(...asked),
    execute: (...asked) => store.execute(...asked),
    write: (...asked) => (isBroken ? Promise.reject(new Error("no answer")) : store.write(...asked)),
  };
  const broken = new Twitter({ store: breaking, identifiers: new PostIdentifiers(world.simulation, 3) });
  const [account, claim] = [{ name: "finn", about: "" }, "0b5e-4242"];
  await assert.rejects(settled(world, broken.signUp(account, claim)), /no answer/);
  await assert.rejects(settled(world, far.signUp(account)), { code: "TWITTER-NAME-TAKEN" });
  await assert.rejects(settled(world, far.signUp(account, "another")), { code: "TWITTER-NAME-TAKEN" });
  await assert.rejects(settled(world, near.account("finn")), { code: "TWITTER-NO-ACCOUNT" });
  isBroken = false;
  await settled(world, broken.signUp(account, claim));
  await settled(world, near.signUp(account, claim));
  assert.deepEqual(await settled(world, far.account("finn")), account);
});

test("posts made at once at two sites are all there", async () => {
  const [world, near, far] = await withPeople();
  await settled(world, near.follow("cid", "ann"));
  await settled(world, near.follow("cid", "bob"));
  const posting = [0, 1, 2].flatMap((n) => [near.post("ann", `a${n}`), far.post("bob", `b${n}`)]);
  await settled(world, Promise.all(posting));
  const home = texts(await settled(world, far.homeTimeline("cid", 10)));
  assert.deepEqual([...home].sort(), ["a0", "a1", "a2", "b0", "b1", "b2"]);
});

test("what cannot be is refused with a code", async () => {
  const [world, near] = await withPeople();
  const refused: readonly [() => Promise<unknown>, string][] = [
    [() => near.signUp({ name: "Ann!", about: "" }), "TWITTER-NAME"],
    [() => near.signUp({ name: "ann", about: "" }), "TWITTER-NAME-TAKEN"],
    [() => near.signUp({ name: "eve", about: "x".repeat(281) }), "TWITTER-TEXT"],
    [() => near.signUp({ name: "eve", about: "" }, "two\nlines"), "TWITTER-CLAIM"],
    [() => near.post("nobody", "x"), "TWITTER-NO-ACCOUNT"],
    [() => near.post("ann", ""), "TWITTER-TEXT"],
    [() => near.post("ann", "ä".repeat(281)), "TWITTER-TEXT"],
    [() => near.follow("ann", "nobody"), "TWITTER-NO-ACCOUNT"],
    [() => near.homeTimeline("../etc", 1), "TWITTER-NO-ACCOUNT"],
  ];
  for (const [attempt, code] of refused) await assert.rejects(settled(world, attempt()), { code });
  await settled(world, near.post("ann", "𝄞".repeat(280)));
});

test("identifiers of posts grow even when the clock does not, and tell the time", () => {
  let nowUs = 1_700_000_000_000_000;
  const identifiers = new PostIdentifiers({ nowUs: () => nowUs }, 65_535);
  const made = [identifiers.next(), identifiers.next()];
  nowUs -= 5_000_000;
  made.push(identifiers.next());
  assert.deepEqual([...new Set(made)].sort(), made);
  assert.deepEqual(made.map(timeOfIdentifier), [1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_002]);
  assert.ok(made.every(({ length }) => length === 12));
});
