import assert from "node:assert/strict";
import { cpSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { parseStore } from "../../controller/index.js";
import { openStoreSession, type StoreSession } from "../../src/cli/store/store-session.js";
import { StoreState } from "../../src/cli/store/store-state.js";
import { monotonicClock, openSegmentStorage } from "../../src/io/node/index.js";
import {
  checkKeyValue,
  explainVerdict,
  History,
  type KeyedInput,
  type RegisterOutput,
} from "../../src/sim/index.js";
import { type ClientConfig, standardCommands } from "../../src/vivace/index.js";
import { newestOnDisks } from "../vivace/world/survived.js";
import { type Daemon, ringworld, root, startDaemon, temporaryDirectory } from "./command.js";
import { childrenOf, runs } from "./processes.js";
import { RecordedCaller } from "./recorded-caller.js";

// Processes and whole sites that die, on real processes. What goes from one site to the other passes proxies that are
// so slow that values wait for many seconds, while critical messages do not.

const text = readFileSync(path.join(root, "controller/stores/two-sites-proxied.yaml"), "utf8");
const storeText = text.replaceAll("127.7.", "127.81.").replace(/rate_bps: \d+/, "rate_bps: 300000");
const plan = parseStore(storeText, "store.yaml");
const [here, there] = plan.sites.map((site) => site.replicas.map(({ name }) => name));
assert.ok(here && there);
const everybody = [...here, ...there];
const largeBytes = 8000;
const numbers = [0, 1, 2, 3];
const retry = { initialUs: 200_000, minUs: 100_000, maxUs: 2_000_000 };

describe("a store whose machines die", { timeout: 400_000 }, () => {
  const directory = temporaryDirectory();
  const state = path.join(directory.path, "state");
  const storeFile = path.join(directory.path, "store.yaml");
  const history = new History<KeyedInput, RegisterOutput>(monotonicClock);
  const sessions: StoreSession[] = [];
  const vivace = (...args: readonly string[]) => ringworld(["vivace", ...args, "--state", state]);
  const processOf = (...marks: readonly string[]) =>
    childrenOf(daemon.child.pid ?? 0).filter((pid) => runs(pid, "vivace", ...marks));
  const replica = (name: string) => processOf(`"name":"${name}"`);
  let daemon: Daemon;
  let near: RecordedCaller;
  let far: RecordedCaller;

  async function open(site: string, config: Partial<ClientConfig> = {}): Promise<StoreSession> {
    const client = new StoreState(state).takeClientNumber();
    const options = { site, client, config: { retry, ...config }, commands: standardCommands };
    const session = await openStoreSession(plan, options);
    sessions.push(session);
    return session;
  }

  function signal(name: NodeJS.Signals, ...pids: readonly number[]): void {
    for (const pid of pids) process.kill(pid, name);
  }

  before(async () => {
    writeFileSync(storeFile, storeText);
    daemon = await startDaemon(
      ["vivace", "up", "--store", storeFile, "--state", state, "--listen", "127.0.0.1:0"],
      state,
      "store.json",
    );
    near = new RecordedCaller("near", await open("urbana"), history);
    far = new RecordedCaller("far", await open("ireland"), history);
  });
  after(async () => {
    await Promise.all(sessions.map((session) => session.close()));
    if (daemon.child.exitCode === null) await daemon.stop("SIGINT");
    directory.remove();
  });

  test("without any one of its replicas, all that was acknowledged is there, also what was just written", async () => {
    const expected = new Map<string, string>();
    for (const name of everybody) {
      for (const [at, caller] of [near, far].entries()) {
        expected.set(`key${at}`, await caller.write(`key${at}`));
        await caller.change("state");
      }
      // It stands still while the others are asked, so that it cannot come back too early; then it dies.
      signal("SIGSTOP", ...replica(name));
      for (const [key, value] of expected) {
        assert.deepEqual([await near.read(key), await far.read(key)], [value, value], `without ${name}`);
      }
      for (const caller of [near, far]) await caller.change("state");
      signal("SIGKILL", ...replica(name));
    }
  });

  test("a site that is lost costs exactly what lost-keys lists; all the rest is there, and work goes on", async (context) => {
    await untilAllAreUp();
    await Promise.all(numbers.map((number) => near.write(`kept${number}`)));
    await untilNothingIsMissing();
    const large = new RecordedCaller("large", await open("urbana"), history, largeBytes);
    await Promise.all([
      ...numbers.map((number) => large.write(`new${number}`)),
      ...numbers.slice(2).map((number) => large.write(`kept${number}`)),
      ...numbers.map((number) => large.change(`changed${number}`)),
    ]);
    loseSite();

    const lost = await lostKeys();
    assert.deepEqual(lost, await lostOnDisks());
    assert.ok(lost.length > 0, "the proxy was too slow for all of it");
    context.diagnostic(`${lost.length} of ${3 * numbers.length} objects are lost`);
    assert.deepEqual(await unreadable(), lost);
    for (let round = 0; round < 3; round += 1) {
      await far.write("after");
      await far.read("after");
      await far.change("state");
    }
    const [again] = lost.filter((key) => key.startsWith("rw/"));
    if (again !== undefined) await far.write(again.slice("rw/".length));
    assert.deepEqual(
      await lostKeys(),
      lost.filter((key) => key !== again),
    );

    const verdict = checkKeyValue(history.operations);
    const explained = verdict.verdict && explainVerdict(verdict.verdict, verdict.operations ?? []);
    assert.equal(verdict.kind, "linearizable", explained ?? "");
  });

  async function untilAllAreUp(): Promise<void> {
    for (;;) {
      const { stdout } = await vivace("status", "--json");
      const lines = stdout.toString().trimEnd().split("\n");
      if (lines.every((line) => JSON.parse(line).state === "up")) return;
      await wait(200);
    }
  }

  async function untilNothingIsMissing(): Promise<void> {
    while (!(await vivace("lost-keys")).stderr.startsWith("0 lost, 0 still")) await wait(200);
  }

  async function lostKeys(): Promise<readonly string[]> {
    const { code, stdout, stderr } = await vivace("lost-keys", "--site", "ireland");
    assert.equal(code, 0, stderr);
    return stdout.toString().split("\n").filter(Boolean);
  }

  /** Takes the records of a site away, and all its processes at once; they cannot come back. */
  function loseSite(): void {
    const records = new StoreState(state);
    for (const name of here ?? []) {
      const place = records.replicaDirectory(name);
      renameSync(place, `${place}-gone`);
      writeFileSync(place, "no directory");
    }
    signal("SIGKILL", ...processOf("proxy", "--site", "urbana"), ...(here ?? []).flatMap(replica));
  }

  /** The same from copies of the survivors' records. */
  async function lostOnDisks(): Promise<readonly string[]> {
    const disks = new Map<string, { readonly kept: readonly { readonly header: Uint8Array }[] }>();
    for (const name of there ?? []) {
      const copy = path.join(directory.path, `copy-${name}`);
      cpSync(new StoreState(state).replicaDirectory(name), copy, { recursive: true });
      const kept: { readonly header: Uint8Array }[] = [];
      const storage = await openSegmentStorage(copy, (header) => kept.push({ header: header.slice() }));
      await storage.close();
      disks.set(name, { kept });
    }
    const survived = [...newestOnDisks(there ?? [], (name) => disks.get(name))];
    return survived.flatMap(([key, { hasValue }]) => (hasValue ? [] : key)).sort();
  }

  /** Which objects a client of the other site cannot have. */
  async function unreadable(): Promise<readonly string[]> {
    const caller = new RecordedCaller("reader", await open("ireland", { timeoutUs: 5_000_000 }), history);
    const tries = numbers.flatMap((number) => [
      [`rw/kept${number}`, caller.read(`kept${number}`)] as const,
      [`rw/new${number}`, caller.read(`new${number}`)] as const,
      [`rmw/changed${number}`, caller.change(`changed${number}`)] as const,
    ]);
    const ended = await Promise.allSettled(tries.map(([, trying]) => trying));
    return tries.flatMap(([key], at) => (ended[at]?.status === "rejected" ? [key] : [])).sort();
  }
});
