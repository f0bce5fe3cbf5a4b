import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { type Fabric, FabricChanges, parseFabric, type StoredFabric } from "../../controller/index.js";
import { CodedError } from "../../src/base/index.js";
import { defaultFabric, edited, fiveRacks } from "./checkout.js";

const [five, four] = [fiveRacks(), defaultFabric()];
const other = parseFabric(edited(["name: four-racks", "name: other-racks"]), "f.yaml");

/** Everything around a change, as far as the order of its steps goes; the real things run in test/cli. */
class World {
  readonly done: string[] = [];
  readonly durable: StoredFabric[];
  #settled = false;
  /** Who must be in the view. */
  newcomers: readonly string[] = [];
  refuses: CodedError | undefined;
  /** How often the log does not fit what the controller is told to take. */
  misfits = 0;

  constructor(inForce: Fabric, wanted?: Fabric) {
    this.durable = [{ inForce, ...(wanted && { wanted }) }];
  }

  /** A life of the controller. */
  changes(): FabricChanges {
    const stored = this.durable.at(-1) ?? { inForce: four };
    const names = ({ switches }: Fabric) => switches.map(({ name }) => name).join(" ");
    return new FabricChanges({
      stored,
      addresses: new Map(),
      store: {
        write: (next) => {
          this.durable.push(next);
          this.done.push(`store ${next.inForce.name}, ${next.wanted?.name ?? "nothing"}`);
        },
      },
      parts: {
        check: () => {},
        follow: async ({ inForce, wanted }) => {
          this.done.push(`follow ${inForce.name}, ${wanted?.name ?? "nothing"}`);
          if (this.refuses !== undefined && wanted !== undefined) throw this.refuses;
          return new Map();
        },
      },
      controller: {
        changeFabric: (fabric) => {
          if (this.misfits > 0) {
            this.misfits -= 1;
            throw new CodedError({ code: "LOG-LAYOUT", message: "it does not fit yet" });
          }
          this.#settled = false;
          this.done.push(`serve ${fabric.replicaSets.length} sets with ${names(fabric)}`);
        },
        isSettled: (newcomers) => {
          this.newcomers = newcomers;
          return this.#settled;
        },
      },
      timers: {
        schedule: (_, callback) => {
          const timer = setImmediate(callback);
          return () => clearImmediate(timer);
        },
      },
      onStep: ({ step, problem }) => this.done.push(problem?.code ?? step),
    });
  }

  /** Lets the log be served as it is wanted. */
  async settle(): Promise<void> {
    await this.pass();
    this.#settled = true;
    await this.pass();
  }

  async pass(): Promise<void> {
    for (let turns = 0; turns < 20; turns += 1) await turn();
  }
}

test("what is wanted is durable first, joins, and what leaves is stopped last", async () => {
  const world = new World(five);
  const changes = world.changes();
  changes.want(four);
  assert.equal(changes.isUnderWay, true);
  await world.settle();
  await world.settle();
  assert.deepEqual(world.done, [
    "store five-racks, four-racks",
    "starting",
    "follow five-racks, four-racks",
    "moving",
    "serve 4 sets with s1 s2 s3 s4 s5",
    "leaving",
    "serve 4 sets with s1 s2 s3 s4",
    "store four-racks, nothing",
    "stopping",
    "follow four-racks, nothing",
  ]);
  assert.deepEqual([changes.change, changes.inForce], [undefined, four]);
});

test("asking for the same again begins nothing, and for something else is refused meanwhile", async () => {
  const world = new World(four);
  const changes = world.changes();
  changes.want(five);
  await world.pass();
  const before = [...world.done];
  changes.want(five);
  assert.throws(() => changes.want(other), { code: "FABRIC-CHANGE-UNDER-WAY" });
  assert.deepEqual(world.done, before);
  await world.settle();
  await world.settle();
  changes.want(five);
  assert.equal(changes.change, undefined);
  assert.equal(world.durable.length, 3);
});

test("a controller that ends in the middle leaves it to the next life", async () => {
  const world = new World(four);
  const first = world.changes();
  first.want(five);
  await world.pass();
  await first.close();
  world.done.length = 0;
  const second = world.changes();
  second.resume();
  await world.settle();
  await world.settle();
  assert.equal(second.inForce, five);
  assert.deepEqual(world.done.slice(0, 2), ["moving", "serve 5 sets with s1 s2 s3 s4 s5"]);
  assert.equal(world.done.at(-1), "follow five-racks, nothing");
});

test("a change for which nothing can be started is given up, and another one can be made", async () => {
  const world = new World(four);
  world.refuses = new CodedError({ code: "SWITCH-START", message: "s5 ended as it started" });
  const changes = world.changes();
  changes.want(five);
  await world.pass();
  assert.equal(changes.isUnderWay, false);
  assert.equal(changes.change?.problem?.code, "SWITCH-START");
  assert.deepEqual(world.durable.at(-1), { inForce: four });
  assert.deepEqual(world.done.slice(-2), ["follow four-racks, nothing", "SWITCH-START"]);
  world.refuses = undefined;
  changes.want(five);
  await world.settle();
  await world.settle();
  assert.equal(changes.inForce, five);
});

test("a change under way is turned back by what was in force, also by the next life", async () => {
  const world = new World(four);
  const first = world.changes();
  first.want(five);
  await world.pass();
  first.want(four);
  first.want(four);
  await world.pass();
  assert.equal(first.change?.wanted, four);
  await first.close();
  assert.deepEqual(world.durable.at(-1), { inForce: four, wanted: five, isTurnedBack: true });
  world.done.length = 0;
  const second = world.changes();
  second.resume();
  await world.settle();
  await world.settle();
  assert.deepEqual([second.inForce, second.change], [four, undefined]);
  assert.deepEqual(world.done, [
    "moving",
    "serve 4 sets with s1 s2 s3 s4 s5",
    "leaving",
    "serve 4 sets with s1 s2 s3 s4",
    "store four-racks, nothing",
    "stopping",
    "follow four-racks, nothing",
  ]);
});

test("new switches, and new log servers of replica sets, are waited for; clients and spare servers are not", async () => {
  const world = new World(four);
  const changes = world.changes();
  const spare = "{ name: log-4-4, rack: r4, ip: 10.0.4.4, port: 7, role: log-server }";
  changes.want(parseFabric(edited(["links:\n", `  - ${spare}\n\nlinks:\n`]), "f.yaml"));
  await world.pass();
  assert.deepEqual(world.newcomers, []);
  await world.settle();
  await world.settle();
  changes.want(five);
  await world.pass();
  assert.deepEqual(world.newcomers, ["s5", "log-5-1", "log-5-2", "log-5-3"]);
  await changes.close();
});

test("what does not fit the log yet is tried again", async () => {
  const world = new World(four);
  const changes = world.changes();
  world.misfits = 3;
  changes.want(five);
  await world.settle();
  await world.settle();
  assert.equal(changes.inForce, five);
});

test("a fabric that cannot be is refused before anything is done", () => {
  const world = new World(four);
  const wrong = parseFabric(edited(["count: 16", "count: 8"]), "f.yaml");
  assert.throws(() => world.changes().want(wrong), { code: "FABRIC-CHANGE-STRIPES" });
  assert.deepEqual(world.done, []);
});
