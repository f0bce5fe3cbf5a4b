import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { parseStore } from "../../controller/index.js";
import { RunningEdges } from "../../src/cli/store/running-edges.js";
import { StoreState } from "../../src/cli/store/store-state.js";
import { ringworld, root, start, temporaryDirectory } from "./command.js";
import { childrenOf, runs } from "./processes.js";

/** Addresses of their own, so that a store that somebody has up is not in the way. */
const storeText = readFileSync(path.join(root, "controller/stores/two-sites.yaml"), "utf8").replaceAll(
  "127.7.",
  "127.79.",
);

function storeDirectory(text: string) {
  const directory = temporaryDirectory();
  const file = path.join(directory.path, "store.yaml");
  const state = path.join(directory.path, "state");
  writeFileSync(file, text);
  return {
    ...directory,
    state,
    args: ["vivace", "up", "--store", file, "--state", state, "--listen", "127.0.0.1:0"],
  };
}

test("a replica whose address is not of this machine ends the start, and the others with it", async () => {
  const store = storeDirectory(storeText.replace("127.79.1.1 ", "192.0.2.1 "));
  try {
    const { code, stderr } = await ringworld(store.args);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /REPLICA-START: r1 ended as it started/);
    assert.match(readFileSync(path.join(store.state, "r1.out"), "utf8"), /SOCKET-BIND.*192\.0\.2\.1/);
  } finally {
    store.remove();
  }
});

test("asked to stop as it starts, a store stops and leaves no process behind", async () => {
  const store = storeDirectory(storeText);
  try {
    const child = start(store.args);
    const closed = once(child, "close");
    let replicas: readonly number[] = [];
    while (replicas.length === 0 && child.exitCode === null) {
      await wait(5);
      replicas = childrenOf(child.pid ?? 0);
    }
    child.kill("SIGINT");
    await closed;
    assert.ok([0, 1].includes(child.exitCode ?? -1), `exit code ${child.exitCode}`);
    assert.deepEqual(
      replicas.filter((pid) => runs(pid, store.state)),
      [],
    );
    assert.equal(existsSync(path.join(store.state, "store.json")), false);
  } finally {
    store.remove();
  }
});

test("edges that somebody does not want any more are not waited for", async () => {
  const far = readFileSync(path.join(root, "controller/stores/two-sites-far.yaml"), "utf8");
  const { network } = parseStore(far.replaceAll("127.7.", "127.80."), "store.yaml");
  assert.ok(network !== undefined);
  const reason = new Error("not wanted any more");
  await assert.rejects(
    RunningEdges.start(network, () => undefined, AbortSignal.abort(reason)),
    reason,
  );
});

test("a start that fails does not take away the descriptor of the store that runs", () => {
  const directory = temporaryDirectory();
  try {
    const state = new StoreState(directory.path);
    state.publish({ pid: process.ppid, api: "http://127.0.0.1:1", text: storeText, file: "store.yaml" });
    state.withdraw();
    assert.equal(state.descriptor().pid, process.ppid);
  } finally {
    directory.remove();
  }
});
