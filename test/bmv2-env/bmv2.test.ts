import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { missingRequirements } from "../../bmv2-env/requirements.js";
import { showPosition } from "../../src/ringworld/index.js";
import { apiOf, exists, runToEnd, temporaryDirectory, UpEnvironment, until } from "./command.js";
import { childrenOf, commandOf, lifeOf, listed } from "./machine.js";

describeFabric("bmv2", "four racks on simple_switch_grpc");
describeFabric("embedded", "four racks on embedded switches behind network interfaces");

function describeFabric(kind: "bmv2" | "embedded", name: string): void {
  const missing = missingRequirements(kind);
  const skip = missing.length > 0 && missing.join("; ");
  describe(name, { skip, timeout: 400_000 }, () => fabricTests(kind));
  const interrupted = `${name}: Ctrl-C while it starts leaves nothing behind either`;
  test(interrupted, { skip, timeout: 120_000 }, () => interruptedStart(kind));
}

function fabricTests(kind: "bmv2" | "embedded"): void {
  const directory = temporaryDirectory();
  const state = ["--state", directory.path];
  let environment: UpEnvironment;
  /** What was read first. */
  let known: ReadonlyMap<string, string> = new Map();

  before(async () => {
    // What an environment left behind that was killed is removed by the next one.
    const killed = new UpEnvironment(directory.path, kind);
    await until(() => childrenOf(killed.pid).some((pid) => commandOf(pid).includes("--no-p4")));
    const lives = childrenOf(killed.pid).map(lifeOf);
    await killed.end("SIGKILL");
    assert.ok(listed("netns", killed.prefix).length > 0, "namespaces do not go by themselves");
    environment = new UpEnvironment(directory.path, kind);
    await environment.said("REST API");
    assert.deepEqual([...listed("netns", killed.prefix), ...listed("link", killed.prefix)], []);
    await until(() =>
      lives.every((life) => life === undefined || lifeOf(Number.parseInt(life, 10)) !== life),
    );
  });
  after(async () => {
    await environment.end("SIGKILL");
    directory.remove();
  });

  const ringworld = async (args: readonly string[], input?: string): Promise<string> => {
    const { code, stdout, stderr } = await runToEnd("src/cli/main.js", args, { input: input ?? "" });
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const append = async (lines: readonly string[], client: string): Promise<string[]> => {
    const args = ["append", ...state, "--client", client, "--under-way", "64"];
    const printed = await ringworld(args, `${lines.join("\n")}\n`);
    return printed.trim().split("\n");
  };
  const readAll = async (client: string): Promise<ReadonlyMap<string, string>> => {
    const printed = await ringworld(["read", ...state, "--client", client, "--json"]);
    const entries = printed.trim().split("\n").map(parseEntry);
    return new Map(
      entries.map(({ index, place, value }) => [
        showPosition({ index: BigInt(index), place }),
        Buffer.from(value, "base64").toString(),
      ]),
    );
  };

  /** Appends as a process is killed: all of it is there afterwards, and all that was there before. */
  const appendsSurviveTheKill = async (victim: number): Promise<void> => {
    const before = await readAll("client-1-1");
    const lines = Array.from({ length: 100 }, (_, number) => `as ${victim} is killed ${number}`);
    const appending = append(lines, "client-3-2");
    process.kill(victim, "SIGKILL");
    const positions = await appending;
    const after = await readAll("client-4-1");
    assert.deepEqual(
      positions.map((position) => after.get(position)),
      lines,
    );
    for (const [position, value] of before) assert.equal(after.get(position), value);
  };

  test("what a client of one rack appends, a client of another reads", async () => {
    const lines = Array.from({ length: 200 }, (_, number) => `entry ${number} ${"x".repeat(number)}`);
    const positions = await append(lines, "client-1-1");
    known = await readAll("client-4-2");
    assert.deepEqual(
      positions.map((position) => known.get(position)),
      lines,
    );
    assert.equal(new Set(positions).size, lines.length);
  });

  test("an entry as large as entries can be goes through", async () => {
    const [position = ""] = await append(["y".repeat(9000)], "client-2-1");
    assert.equal((await readAll("client-1-2")).get(position), "y".repeat(9000));
  });

  test("the REST API uses the same log", async () => {
    const headers = { "content-type": "application/octet-stream" };
    const posted = await fetch(`${apiOf(directory.path)}/v1/log`, { method: "POST", headers, body: "REST" });
    assert.equal(posted.status, 201);
    const { index } = (await posted.json()) as { index: string };
    assert.equal((await readAll("client-3-1")).get(index), "REST");
  });

  test("log servers change places between replica sets while clients append, and nothing is lost", async () => {
    const url = `${apiOf(directory.path)}/v1/fabric`;
    const get = async <Answer>(address: string) => (await (await fetch(address)).json()) as Answer;
    const { replica_sets: sets, ...rest } = await get<FabricFile>(url);
    const places = new Map([
      ["log-2-1", "log-2-2"],
      ["log-2-2", "log-2-1"],
    ]);
    const moved = sets.map(({ name, servers }) => {
      return { name, servers: servers.map((server) => places.get(server) ?? server) };
    });
    assert.notDeepEqual(moved, sets);
    const lines = Array.from({ length: 50 }, (_, number) => `as the log moves ${number}`);
    const appending = append(lines, "client-3-1");
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ ...rest, replica_sets: moved });
    assert.equal((await fetch(url, { method: "PUT", headers, body })).status, 202);
    await until(async () => {
      const { state } = await get<{ readonly state: string }>(`${url}/change`);
      assert.notEqual(state, "given up");
      return state === "in force";
    });
    const positions = await appending;
    assert.deepEqual((await get<FabricFile>(url)).replica_sets, moved);
    const after = await readAll("client-4-1");
    assert.deepEqual(
      positions.map((position) => after.get(position)),
      lines,
    );
    for (const [position, value] of known) assert.equal(after.get(position), value);
  });

  test("a killed log server stops nothing and loses nothing", async () => {
    const victim = childrenOf(environment.pid).find((pid) => commandOf(pid).includes('"name":"log-2-1"'));
    assert.ok(victim !== undefined);
    await appendsSurviveTheKill(victim);
  });

  test("a killed switch is left out of the ring, and nothing is lost", async () => {
    // The rack whose log server is dead already: every replica set keeps its majority.
    const isVictim = (pid: number) => commandOf(pid).includes("--no-p4 --device-id 2 ");
    const victim = childrenOf(environment.pid).find(isVictim);
    assert.ok(victim !== undefined);
    await appendsSurviveTheKill(victim);
    const ring = (await (await fetch(`${apiOf(directory.path)}/v1/ring`)).json()) as { order: string[] };
    assert.deepEqual(ring.order, ["s1", "s3", "s4"]);
  });

  test("Ctrl-C leaves no process, no namespace and no interface behind", async () => {
    const lives = childrenOf(environment.pid).map(lifeOf);
    assert.ok(lives.length >= 3 + 11 + 2);
    assert.equal(await environment.end("SIGINT"), 0);
    assert.deepEqual(
      lives.filter((life) => life !== undefined && lifeOf(Number.parseInt(life, 10)) === life),
      [],
    );
    assert.deepEqual([...listed("netns", environment.prefix), ...listed("link", environment.prefix)], []);
    assert.equal(exists(directory.path, "bmv2-env.json"), false);
  });
}

async function interruptedStart(kind: "bmv2" | "embedded"): Promise<void> {
  const directory = temporaryDirectory();
  try {
    const environment = new UpEnvironment(directory.path, kind);
    await until(() => listed("netns", environment.prefix).length > 0);
    assert.equal(await environment.end("SIGINT"), 0);
    assert.deepEqual([...listed("netns", environment.prefix), ...listed("link", environment.prefix)], []);
  } finally {
    directory.remove();
  }
}

/** What the test knows of a fabric file. */
interface FabricFile {
  readonly replica_sets: readonly { readonly name: string; readonly servers: readonly string[] }[];
}

interface PrintedEntry {
  readonly index: string;
  readonly place: number;
  readonly value: string;
}

function parseEntry(line: string): PrintedEntry {
  return JSON.parse(line) as PrintedEntry;
}
