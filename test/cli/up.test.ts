import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { P4RuntimeClient } from "p4runtime-js-grpc";
import { readFilters } from "../../controller/index.js";
import { StateDirectory } from "../../src/cli/fabric/state-directory.js";
import { ringworld, startUp, temporaryDirectory, type UpFabric } from "./command.js";
import { childrenOf, runs } from "./processes.js";

/** Whether a process is alive and a log server: any, or the one with this name. */
function isLogServer(pid: number, name = ""): boolean {
  return runs(pid, "log-server", name);
}

describe("ringworld up", { timeout: 180_000 }, () => {
  const directory = temporaryDirectory();
  let fabric: UpFabric;

  before(async () => {
    fabric = await startUp(directory.path);
  });
  after(async () => {
    if (fabric.child.exitCode === null) await fabric.stop("SIGKILL");
    directory.remove();
  });

  let entriesBefore = "";
  let tailBefore = 0n;
  const entriesOf = (stdout: Buffer) => {
    assert.ok(stdout.length > 0, "there are entries");
    return stdout.toString();
  };
  const state = () => ["--state", fabric.state];
  const api = (path: string, options?: RequestInit) => fetch(`${fabric.descriptor.api}${path}`, options);

  test("append, read and tail from other processes", async () => {
    const appended = await ringworld(["append", "--under-way", "1", ...state()], "first\nsecond\n\n");
    assert.equal(appended.code, 0, appended.stderr);
    // A machine that is busy makes the client ask twice, and an index that nobody took up is skipped.
    const indices = appended.stdout.toString().trimEnd().split("\n").map(Number);
    assert.equal(indices.length, 3);
    assert.deepEqual(
      indices.toSorted((left, right) => left - right),
      indices,
    );
    const last = String(indices.at(-1));
    const read = await ringworld(["read", "1", "--to", last, ...state()]);
    assert.equal(read.stdout.toString(), "first\nsecond\n\n");
    const tail = await ringworld(["tail", "--json", ...state()]);
    assert.ok(Number(JSON.parse(tail.stdout.toString()).index) >= Number(last));
    const beyond = await ringworld(["trim", "999999999", ...state()]);
    assert.deepEqual(
      [beyond.code, /LOG-OUT-OF-BOUNDS: .*the tail of the log is/.test(beyond.stderr)],
      [1, true],
    );
  });

  test("an address that is taken is told before anything is started", async () => {
    const listen = new URL(fabric.descriptor.api ?? "").host;
    const { code, stderr } = await ringworld(["up", "--listen", listen, "--state", `${fabric.state}-other`]);
    assert.equal(code, 1);
    assert.match(stderr, /^REST-LISTEN: cannot listen at .*: EADDRINUSE/);
  });

  test("a bank with two stores on the log neither makes nor loses money", async () => {
    const bank = await ringworld(["bank", "--tellers", "2", "--transfers", "20", "--json", ...state()]);
    assert.equal(bank.code, 0, bank.stderr);
    const { replicas } = JSON.parse(bank.stdout.toString()) as {
      replicas: { total: number; sha256: string }[];
    };
    assert.equal(replicas.length, 3);
    assert.deepEqual([...new Set(replicas.map(({ total }) => total))], [16_000]);
    assert.equal(new Set(replicas.map(({ sha256 }) => sha256)).size, 1);
  });

  test("REST appends and reads the same log", async () => {
    const headers = { "content-type": "application/octet-stream" };
    const posted = await api("/v1/log", { method: "POST", headers, body: "over REST" });
    assert.equal(posted.status, 201);
    const { index } = (await posted.json()) as { index: string };
    const read = await ringworld(["read", index, "--to", index, ...state()]);
    assert.equal(read.stdout.toString(), "over REST\n");
    assert.equal((await api(`/v1/log/${index}`)).status, 200);
    const ring = (await (await api("/v1/ring")).json()) as { order: string[] };
    assert.deepEqual(ring.order, ["s1", "s2", "s3", "s4"]);
  });

  test("a second controller can read the pipeline and the entries of a switch", async () => {
    const [first] = fabric.descriptor.switches;
    assert.ok(first);
    const client = await P4RuntimeClient.connect({
      address: first.grpc,
      deviceId: BigInt(first.deviceId),
      electionId: 0n,
    });
    try {
      assert.ok(((await client.getPipeline())?.deviceConfig.length ?? 0) > 10_000);
      const tables = new Set<string>();
      for await (const entity of client.read(readFilters()))
        if (entity.kind === "tableEntry") tables.add(entity.table);
      assert.ok(tables.has("ingress.stripe") && tables.has("ingress.ipv4_route"));
    } finally {
      await client.close();
    }
  });

  test("a killed log server stops nothing and loses nothing", async () => {
    const lines = Array.from({ length: 1000 }, (_, number) => `during the kill ${number}`);
    const appending = ringworld(["append", ...state()], `${lines.join("\n")}\n`);
    let isDone = false;
    appending.then(() => {
      isDone = true;
    });
    // It is started again each time, and killed again; one that never comes up would be left dead in the end.
    const killed = new Set<number>();
    while (!isDone) {
      for (const pid of childrenOf(fabric.descriptor.pid)) {
        if (killed.size >= 4 || !isLogServer(pid, "log-2-1")) continue;
        killed.add(pid);
        process.kill(pid, "SIGKILL");
      }
      await wait(20);
    }
    const appended = await appending;
    assert.equal(appended.code, 0, appended.stderr);
    const read = await ringworld(["read", ...state()]);
    const found = read.stdout
      .toString()
      .split("\n")
      .filter((line) => line.startsWith("during the kill"));
    assert.deepEqual(found.sort(), lines.sort());
  });

  test("every log server killed at once: all of them come back, and every entry is there", async () => {
    const servers = () => childrenOf(fabric.descriptor.pid).filter((pid) => isLogServer(pid));
    const before = await ringworld(["read", "--json", ...state()]);
    const killed = servers();
    for (const pid of killed) process.kill(pid, "SIGKILL");
    const isBack = () => servers().length === 12 && servers().every((pid) => !killed.includes(pid));
    for (let waits = 0; !isBack() && waits < 600; waits += 1) await wait(50);
    assert.ok(isBack());
    const after = await ringworld(["read", "--json", ...state()]);
    assert.equal(after.code, 0, after.stderr);
    assert.ok(before.stdout.length > 0);
    assert.deepEqual(after.stdout, before.stdout);
  });

  test("a second fabric in the same directory is refused", async () => {
    const { code, stderr } = await ringworld(["up", ...state()]);
    assert.equal(code, 1);
    assert.match(stderr, /FABRIC-IS-UP/);
  });

  test("a client port that is in use is not taken twice", async () => {
    const claim = new StateDirectory(fabric.state).claimClient("client-2-1");
    const refused = await ringworld(["tail", "--client", "client-2-1", ...state()]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /CLIENT-IN-USE/);
    claim.release();
    assert.equal((await ringworld(["tail", "--client", "client-2-1", ...state()])).code, 0);
  });

  test("a client that the fabric does not have is refused", async () => {
    const { code, stderr } = await ringworld(["tail", "--client", "nobody", ...state()]);
    assert.equal(code, 1);
    assert.match(stderr, /CLIENT-UNKNOWN/);
  });

  test("Ctrl-C leaves no process behind", async () => {
    const read = await ringworld(["read", "--json", ...state()]);
    entriesBefore = entriesOf(read.stdout);
    const tail = await ringworld(["tail", "--json", ...state()]);
    tailBefore = BigInt(JSON.parse(tail.stdout.toString()).index);
    const children = childrenOf(fabric.descriptor.pid);
    assert.equal(children.length, 12);
    assert.equal(await fabric.stop("SIGINT"), 0);
    assert.deepEqual(
      children.filter((pid) => isLogServer(pid)),
      [],
    );
    const { code, stderr } = await ringworld(["tail", ...state()]);
    assert.equal(code, 1);
    assert.match(stderr, /FABRIC-NOT-UP/);
  });

  test("the log of a fabric that has ended is taken up: every entry, the tail, and a newer view", async () => {
    fabric = await startUp(directory.path);
    const again = await ringworld(["read", "--json", ...state()]);
    assert.equal(again.code, 0, again.stderr);
    assert.equal(entriesOf(again.stdout), entriesBefore);
    const tail = await ringworld(["tail", "--json", ...state()]);
    assert.ok(BigInt(JSON.parse(tail.stdout.toString()).index) >= tailBefore);
    const appended = await ringworld(["append", ...state()], "after\n");
    assert.equal(appended.code, 0, appended.stderr);
    assert.ok(BigInt(appended.stdout.toString().trim()) > tailBefore, "no index is given twice");
  });
});

test("killing the fabric ends its log servers too", { timeout: 120_000 }, async () => {
  const directory = temporaryDirectory();
  const fabric = await startUp(directory.path);
  const children = childrenOf(fabric.descriptor.pid);
  await fabric.stop("SIGKILL");
  const alive = () => children.filter((pid) => isLogServer(pid));
  for (let tries = 0; alive().length > 0 && tries < 1000; tries += 1) await wait(50);
  assert.deepEqual(alive(), []);
  directory.remove();
});
