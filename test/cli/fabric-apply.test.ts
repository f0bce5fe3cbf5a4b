import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { checkLog } from "../../src/cli/chaos/check-log.js";
import { copied, missingCopies } from "../../src/cli/chaos/copies.js";
import { Load } from "../../src/cli/chaos/load.js";
import { readBack } from "../../src/cli/chaos/read-back.js";
import { loadFabric } from "../../src/cli/fabric/load-fabric.js";
import { StateDirectory } from "../../src/cli/fabric/state-directory.js";
import { ringworld, root, startUp, temporaryDirectory, type UpFabric } from "./command.js";
import { childrenOf, runs } from "./processes.js";

const fourRacks = "controller/fabrics/four-racks.yaml";
const fiveRacks = "controller/fabrics/five-racks.yaml";
const load = { workers: 2, thinkMs: 5, valueBytes: 256 };
const lookMs = 20;
const withinMs = 300_000;

/** The text of four-racks.yaml with some of it changed; every change must hit something. */
function edited(...edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce(
    (text, [from, to]) => {
      assert.ok(text.includes(from), `the default fabric has no ${JSON.stringify(from)}`);
      return text.replace(from, () => to);
    },
    readFileSync(path.join(root, fourRacks), "utf8"),
  );
}

/** What a client in the racks that stay saw of the whole time. */
class Service {
  readonly #fabric: UpFabric;
  readonly #load: Load;

  private constructor(fabric: UpFabric, writers: Load) {
    this.#fabric = fabric;
    this.#load = writers;
  }

  static async begin(fabric: UpFabric): Promise<Service> {
    const clients = ["client-1-1", "client-3-1"];
    const hosts = fabric.descriptor.hosts.filter(({ name }) => clients.includes(name));
    const service = new Service(fabric, await Load.start(hosts, load));
    while (service.#load.records.length < 20) await wait(lookMs);
    return service;
  }

  /** Does something under load, and tells the longest time without an acknowledgement meanwhile. */
  async during(what: string, context: TestContext, act: () => Promise<void>): Promise<void> {
    const fromMs = performance.now();
    await act();
    const toMs = performance.now();
    const times = this.#load.records
      .map(({ acknowledgedMs }) => acknowledgedMs)
      .filter((each) => each > fromMs);
    const gaps = [...times, toMs].map((each, at) => each - (times[at - 1] ?? fromMs));
    const longest = Math.max(...gaps).toFixed(0);
    context.diagnostic(`${what}: ${((toMs - fromMs) / 1000).toFixed(1)} s, longest pause ${longest} ms`);
  }

  /** Every acknowledged entry is in the log, once, and on all disks of those who keep it now. */
  async check(file: string): Promise<void> {
    await this.#load.stop();
    const { records, failures } = this.#load;
    const state = new StateDirectory(this.#fabric.state);
    const descriptor = state.descriptor();
    assert.deepEqual(failures, []);
    assert.deepEqual(checkLog(records, await readBack(descriptor, records)), []);
    const last = records.reduce((largest, { index }) => (index > largest ? index : largest), 0n);
    await copied(descriptor.api ?? "", last);
    await this.#fabric.stop();
    assert.deepEqual(await missingCopies(loadFabric(file), state, records), []);
  }
}

/** What `GET` of the REST API answers. */
async function get<Answer>({ descriptor }: UpFabric, url: string): Promise<Answer> {
  return (await (await fetch(`${descriptor.api}${url}`)).json()) as Answer;
}

interface Change {
  readonly state: string;
  readonly step?: string;
}

/** Waits until a change is at one of some steps: a slow machine may not see the first of them. */
async function changeAt(fabric: UpFabric, ...steps: readonly string[]): Promise<void> {
  for (;;) {
    const change = await get<Change>(fabric, "/v1/fabric/change");
    assert.notEqual(change.state, "given up");
    if (change.step !== undefined && steps.includes(change.step)) return;
    await wait(1);
  }
}

/** Kills the controller in the middle of a change. */
async function killControllerAmidChange(fabric: UpFabric): Promise<void> {
  await changeAt(fabric, "moving", "leaving");
  process.kill(Number(readFileSync(path.join(fabric.state, "controller.pid"), "utf8")), "SIGKILL");
}

async function applied(fabric: UpFabric, file: string): Promise<void> {
  const { code, stdout, stderr } = await ringworld([
    "fabric",
    "apply",
    file,
    "--state",
    fabric.state,
    "--json",
  ]);
  assert.equal(code, 0, stderr);
  assert.equal(JSON.parse(stdout.toString()).applied, true);
}

describe("a fabric of processes under load", { timeout: withinMs }, () => {
  const directory = temporaryDirectory();
  let fabric: UpFabric;

  before(async () => {
    fabric = await startUp(directory.path, "127.0.0.1:0", "--processes", "--fabric", fourRacks);
  });
  after(async () => {
    if (fabric.child.exitCode === null) await fabric.stop("SIGKILL");
    directory.remove();
  });

  const order = async () => (await get<{ readonly order: readonly string[] }>(fabric, "/v1/ring")).order;

  test("a rack with a replica set comes and goes, the controller is killed meanwhile, and nothing is lost", async (context) => {
    const service = await Service.begin(fabric);
    await service.during("a rack more", context, () => applied(fabric, fiveRacks));
    assert.deepEqual(await order(), ["s1", "s2", "s3", "s4", "s5"]);
    assert.equal((await get<{ readonly name: string }>(fabric, "/v1/fabric")).name, "five-racks");
    assert.deepEqual(await get(fabric, "/v1/fabric/change"), { state: "in force", in_force: "five-racks" });
    const hosts = await get<readonly { readonly name: string }[]>(fabric, "/v1/hosts");
    assert.ok(hosts.some(({ name }) => name === "log-5-1"));
    const appended = await ringworld(
      ["append", "--client", "client-5-1", "--state", fabric.state],
      "hello\n",
    );
    assert.equal(appended.code, 0, appended.stderr);

    const pid = Number(readFileSync(path.join(fabric.state, "s5.pid"), "utf8"));
    await service.during("a rack less, and a dead controller", context, async () => {
      const change = applied(fabric, fourRacks);
      await killControllerAmidChange(fabric);
      await change;
    });
    assert.deepEqual(await order(), ["s1", "s2", "s3", "s4"]);
    assert.equal(runs(pid, "fabric-switch"), false);
    assert.equal(childrenOf(fabric.descriptor.pid).length, 4 + 12 + 1);
    const gone = await ringworld(["append", "--client", "client-5-1", "--state", fabric.state], "hello\n");
    assert.match(gone.stderr, /CLIENT-UNKNOWN/);
    await service.check(fourRacks);
  });
});

describe("a fabric in one process under load", { timeout: withinMs }, () => {
  const directory = temporaryDirectory();
  const file = path.join(directory.path, "replaced.yaml");
  let fabric: UpFabric;

  before(async () => {
    fabric = await startUp(directory.path);
    const server = "{ name: log-2-1, rack: r2, ip: 10.0.2.1, port: 1, role: log-server }";
    const other = "{ name: log-2-4, rack: r2, ip: 10.0.2.4, port: 6, role: log-server }";
    writeFileSync(
      file,
      edited([server, other], ["[log-1-1, log-2-1,", "[log-1-1, log-2-4,"], ["s2/1, s2/2,", "s2/6, s2/2,"]),
    );
  });
  after(async () => {
    if (fabric.child.exitCode === null) await fabric.stop("SIGKILL");
    directory.remove();
  });

  const apply = (name: string, ...options: readonly string[]) =>
    ringworld(["fabric", "apply", name, "--state", fabric.state, ...options]);

  test("a dry run tells what would change, and changes nothing", async () => {
    const { code, stdout, stderr } = await apply(file, "--dry-run");
    assert.equal(code, 0, stderr);
    assert.equal(
      stdout.toString(),
      [
        "+ hosts log-2-4",
        "- hosts log-2-1",
        "set-0: log-1-1, log-2-1, log-3-1 -> log-1-1, log-2-4, log-3-1",
        "entries of stripes 0, 7, 10, 13 move",
        "",
      ].join("\n"),
    );
    assert.ok(!JSON.stringify(await get(fabric, "/v1/fabric")).includes("log-2-4"));
  });

  test("a file with faults is refused with its lines, and one that does not fit with a reason", async () => {
    const wrong = path.join(directory.path, "wrong.yaml");
    writeFileSync(wrong, edited(["role: api", "role: king"]));
    const faulty = await apply(wrong);
    assert.equal(faulty.code, 1);
    assert.match(faulty.stderr, /^.*wrong\.yaml:22:\d+: FABRIC-VALUE: hosts\[5\]\.role/);
    writeFileSync(wrong, edited(["count: 16", "count: 8"]));
    const misfit = await apply(wrong);
    assert.equal(misfit.code, 1);
    assert.match(misfit.stderr, /^FABRIC-CHANGE-STRIPES: the log has 16 stripes, the file 8/);
  });

  test("a log server takes another's place, and the log is taken up so when the fabric is started again", async (context) => {
    const service = await Service.begin(fabric);
    await service.during("a log server in place of another", context, () => applied(fabric, file));
    await service.check(file);
    fabric = await startUp(directory.path);
    assert.ok(fabric.descriptor.hosts.some(({ name }) => name === "log-2-4"));
    const read = await ringworld(["read", "--state", fabric.state]);
    assert.equal(read.code, 0, read.stderr);
    assert.ok(read.stdout.length > 0);
  });

  test("a fabric that dies in the middle of a change goes on with it when it is started again", async () => {
    const before = await ringworld(["read", "--json", "--state", fabric.state]);
    const applying = ringworld(["fabric", "apply", fiveRacks, "--state", fabric.state]);
    await changeAt(fabric, "moving", "leaving");
    await fabric.stop("SIGKILL");
    assert.equal((await applying).code, 1);
    // What another process has published is not this one's to take back.
    new StateDirectory(fabric.state).withdraw();
    rmSync(path.join(fabric.state, "fabric.json"));
    fabric = await startUp(directory.path);
    while ((await get<Change>(fabric, "/v1/fabric/change")).state !== "in force") await wait(lookMs);
    assert.equal((await get<{ readonly name: string }>(fabric, "/v1/fabric")).name, "five-racks");
    const read = await ringworld(["read", "--json", "--client", "client-5-1", "--state", fabric.state]);
    assert.equal(read.code, 0, read.stderr);
    assert.equal(read.stdout.toString(), before.stdout.toString());
    assert.ok(read.stdout.length > 0);
  });
});
