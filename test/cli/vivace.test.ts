import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { parseStore } from "../../controller/index.js";
import { openStoreSession } from "../../src/cli/store/store-session.js";
import { StoreState } from "../../src/cli/store/store-state.js";
import { monotonicClock } from "../../src/io/node/index.js";
import {
  checkKeyValue,
  explainVerdict,
  History,
  type KeyedInput,
  type RegisterOutput,
} from "../../src/sim/index.js";
import { standardCommands } from "../../src/vivace/index.js";
import { blocks, evaluate } from "../house/examples.js";
import { type Daemon, ringworld, root, startDaemon, temporaryDirectory } from "./command.js";
import { childrenOf, runs } from "./processes.js";
import { RecordedCaller } from "./recorded-caller.js";

const text = readFileSync(path.join(root, "controller/stores/two-sites.yaml"), "utf8");
/** Addresses of their own, so that a store that somebody has up is not in the way. */
const storeText = text.replaceAll("127.7.", "127.77.");
const plan = parseStore(storeText, "store.yaml");
const replicaNames = plan.sites.flatMap((site) => site.replicas.map(({ name }) => name));
const bytesOf = (value: string) => Buffer.from(value, "utf8");

describe("ringworld vivace up", { timeout: 240_000 }, () => {
  const directory = temporaryDirectory();
  const state = path.join(directory.path, "state");
  const storeFile = path.join(directory.path, "store.yaml");
  const commandsFile = path.join(directory.path, "commands.mjs");
  const up = () =>
    startDaemon(
      [
        "vivace",
        "up",
        "--store",
        storeFile,
        "--state",
        state,
        "--listen",
        "127.0.0.1:0",
        "--commands",
        commandsFile,
      ],
      state,
      "store.json",
    );
  const vivace = (...args: readonly string[]) => ringworld(["vivace", ...args, "--state", state]);
  const replicas = (...names: readonly string[]) =>
    childrenOf(daemon.child.pid ?? 0).filter((pid) =>
      names.some((name) => runs(pid, "vivace", `"name":"${name}"`)),
    );
  const api = (resource: string, options?: RequestInit) =>
    fetch(`${new StoreState(state).descriptor().api}${resource}`, options);
  const json = { "content-type": "application/json" };
  let daemon: Daemon;

  before(async () => {
    writeFileSync(storeFile, storeText);
    writeFileSync(
      commandsFile,
      "export const commands = { shout: (state, argument) => " +
        "({ state: argument, result: Buffer.from(Buffer.from(argument).toString().toUpperCase()) }) };",
    );
    daemon = await up();
  });
  after(async () => {
    if (daemon.child.exitCode === null) await daemon.stop("SIGKILL");
    directory.remove();
  });

  test("what is put at one site is got at the other, by either algorithm, and by a delegate", async () => {
    assert.equal((await vivace("put", "rw/greeting", "--value", "hello")).code, 0);
    for (const options of [[], ["--site", "ireland"], ["--algorithms", "prior"], ["--delegate"]]) {
      const got = await vivace("get", "rw/greeting", ...options);
      assert.equal(got.stdout.toString(), "hello", got.stderr);
    }
    assert.equal((await vivace("exec", "rmw/visits", "add", "5")).stdout.toString(), "5");
    assert.equal((await vivace("exec", "rmw/visits", "add", "-2", "--delegate")).stdout.toString(), "3");
    const own = await vivace("exec", "rmw/words", "shout", "ä quiet word", "--json");
    assert.equal(Buffer.from(JSON.parse(own.stdout.toString()).result, "base64").toString(), "Ä QUIET WORD");
  });

  test("mistakes are told with a code", async () => {
    const failures = [
      [["get", "rw/none"], "VIVACE-NOT-WRITTEN"],
      [["get", "greeting"], "STORE-OBJECT"],
      [["get", "rw/not UTF-8: \ufffd"], "STORE-OBJECT"],
      [["get", "rw/not UTF-8: \ufffd"], "STORE-OBJECT"],
      [["get", "rw/greeting", "--site", "mars"], "STORE-SITE"],
      [["exec", "rmw/visits", "add", "x"], "VIVACE-COMMAND"],
    ] as const;
    for (const [args, code] of failures) {
      const { code: exit, stderr } = await vivace(...args);
      assert.deepEqual([exit, stderr.includes(code)], [1, true], stderr);
    }
    const second = await ringworld(["vivace", "up", "--state", state]);
    assert.match(second.stderr, /STORE-IS-UP/);
  });

  test("REST reads, writes, executes, and tells of containers and replicas", async () => {
    const octets = { "content-type": "application/octet-stream" };
    const put = await api("/v1/kv/rw/photo", { method: "PUT", headers: octets, body: "\0bytes" });
    assert.equal(put.status, 204);
    const got = await api("/v1/kv/rw/photo", { headers: { accept: "application/octet-stream" } });
    assert.equal(await got.text(), "\0bytes");
    const body = JSON.stringify({ command: "append", argument: "eHk=", encoding: "base64" });
    await api("/v1/kv/rmw/text/execute", { method: "POST", headers: json, body });
    const again = await api("/v1/kv/rmw/text/execute", {
      method: "POST",
      headers: json,
      body: JSON.stringify({ command: "get" }),
    });
    assert.deepEqual(await again.json(), { result: "eHk=" });
    assert.equal((await api("/v1/kv/rw/none")).status, 404);
    const metadata = await (await api("/v1/containers/rw")).json();
    const made = { method: "PUT", headers: json, body: JSON.stringify(metadata) };
    assert.equal((await api("/v1/containers/more", made)).status, 204);
    const status = (await (await api("/v1/status")).json()) as { replicas: { state: string }[] };
    assert.deepEqual(
      status.replicas.map((replica) => replica.state),
      Array<string>(6).fill("up"),
    );
    const described = (await (await api("/openapi.json")).json()) as { paths: object };
    assert.ok(Object.hasOwn(described.paths, "/v1/kv/{container}/{name}"));
  });

  test("the program in docs/VIVACE.md does what it says", async () => {
    const [example = ""] = blocks(readFileSync(path.join(root, "docs/VIVACE.md"), "utf8"), "ts");
    const { read } = await evaluate(example.replaceAll("127.7.", "127.77."));
    assert.deepEqual(read, new Uint8Array(bytesOf("hello from a program")));
    assert.equal((await vivace("get", "rw/greeting")).stdout.toString(), "hello from a program");
    assert.equal((await vivace("put", "rw/greeting", "--value", "hello")).code, 0);
  });

  test("while replicas are killed one after the other, everything stays linearizable", async (context) => {
    const history = new History<KeyedInput, RegisterOutput>(monotonicClock);
    const taker = new StoreState(state);
    const retry = { initialUs: 100_000, minUs: 20_000, maxUs: 1_000_000 };
    const sites = ["urbana", "urbana", "ireland"];
    const sessions = await Promise.all(
      sites.map((site) =>
        openStoreSession(plan, {
          site,
          config: { retry },
          commands: standardCommands,
          client: taker.takeClientNumber(),
        }),
      ),
    );
    let isDone = false;
    const work = sessions.map(async (session, at) => {
      const caller = new RecordedCaller(`c${at}`, session, history);
      for (let round = 0; round < 20; round += 1) {
        await caller.write(`key${round % 2}`);
        await caller.read(`key${(round + at) % 2}`);
        await caller.change("state");
      }
    });
    const kills = (async () => {
      for (let turn = 0; !isDone; turn += 1) {
        for (const pid of replicas(replicaNames[turn % 6] ?? "")) process.kill(pid, "SIGKILL");
        await wait(600);
      }
    })();
    await Promise.all(work).finally(() => {
      isDone = true;
    });
    await kills;
    await Promise.all(sessions.map((session) => session.close()));
    const verdict = checkKeyValue(history.operations);
    const explained = verdict.verdict && explainVerdict(verdict.verdict, verdict.operations ?? []);
    assert.equal(verdict.kind, "linearizable", explained ?? "");
    assert.equal(history.operations.length, 180);
    const slowestUs = Math.max(
      ...history.operations.map(({ calledUs, returned }) => (returned?.us ?? 0) - calledUs),
    );
    context.diagnostic(`slowest operation ${(slowestUs / 1000).toFixed(0)} ms`);
  });

  test("every replica killed at once: each comes back with all that it had acknowledged", async () => {
    for (let number = 0; number < 2; number += 1) {
      assert.equal((await vivace("put", `rw/before-${number}`, "--value", `${number}`)).code, 0);
      for (const pid of replicas(...replicaNames)) process.kill(pid, "SIGKILL");
    }
    for (let number = 0; number < 2; number += 1) {
      const got = await vivace("get", `rw/before-${number}`, "--site", "ireland");
      assert.equal(got.stdout.toString(), `${number}`, got.stderr);
    }
  });

  test("a store that was stopped goes on where it was", async () => {
    assert.equal(await daemon.stop(), 0);
    assert.match((await vivace("get", "rw/greeting")).stderr, /STORE-NOT-UP/);
    daemon = await up();
    assert.equal((await vivace("get", "rw/greeting")).stdout.toString(), "hello");
    assert.equal((await vivace("exec", "rmw/visits", "get")).stdout.toString(), "3");
  });

  test("a store file that contradicts what the store holds is refused, and nothing goes on running", async () => {
    await daemon.stop("SIGTERM");
    const changed = path.join(directory.path, "changed.yaml");
    writeFileSync(changed, storeText.replace("type: rmw", "type: rw"));
    const args = ["vivace", "up", "--store", changed, "--state", state, "--listen", "127.0.0.1:0"];
    const refused = await ringworld(args);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /VIVACE-CONTAINER-EXISTS/);
    daemon = await up();
  });

  test("lost-keys finds nothing lost as long as nothing is, and says who is silent", async () => {
    const { code, stdout, stderr } = await vivace("lost-keys");
    assert.deepEqual([code, stdout.toString()], [0, ""]);
    assert.match(stderr, /^0 lost/);
    const status = await vivace("status", "--json");
    assert.equal(status.stdout.toString().trimEnd().split("\n").length, 6);
  });
});
