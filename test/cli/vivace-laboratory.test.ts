import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { CodedError } from "../../src/base/index.js";
import { loadArtifacts } from "../../src/cli/fabric/artifacts.js";
import { hasEtcd } from "../../src/cli/laboratory/etcd-cluster.js";
import { planLab } from "../../src/cli/laboratory/lab-plan.js";
import { NamespaceLaboratory } from "../../src/cli/laboratory/namespace-laboratory.js";
import { checkLabRequirements } from "../../src/cli/laboratory/namespaces.js";
import { geographies } from "../../src/sim/index.js";

// The evaluation on real packets, in small: whether it works, not how fast it is.

function missing(): string | false {
  try {
    checkLabRequirements();
    return false;
  } catch (error) {
    return error instanceof CodedError ? error.message : String(error);
  }
}

const skip = missing();
const namespacesOfThis = () =>
  spawnSync("ip", ["netns", "list"], { encoding: "utf8" }).stdout.match(
    new RegExp(`^vv${process.pid.toString(36)}-`, "gm"),
  )?.length ?? 0;

test("without root an evaluation in network namespaces is refused, with what to do instead", () => {
  assert.throws(
    () => checkLabRequirements(1000),
    (error) =>
      error instanceof CodedError &&
      error.code === "LAB-REQUIREMENTS" &&
      error.message.includes("need root") &&
      error.message.includes("leave --network out"),
  );
});

for (const sites of [2, 3] as const) {
  test(`the plan of ${sites} sites: names are short enough, and both ends of a link agree`, () => {
    const link = { rateBps: 1e7, delayUs: 54_500, queueDepth: 100 };
    const { hosts, network, interfaceOf } = planLab("vv12345", geographies[sites], link);
    assert.equal(hosts.length, 5 + 2 * sites);
    assert.equal(new Set(hosts.map(({ address }) => address)).size, hosts.length);
    for (const [at, { site, links }] of network.edges.entries()) {
      assert.equal(links.length, sites - 1);
      for (const { to, port, farPort, cable } of links) {
        assert.ok(interfaceOf(at, port).length <= 15);
        const back = network.edges.find((edge) => edge.site === to)?.links.find((way) => way.to === site);
        assert.deepEqual([back?.port, back?.farPort, back?.cable], [farPort, port, cable]);
      }
    }
    const untrusted = network.edges.flatMap(({ hosts: all }) =>
      all.filter(({ rights }) => rights.trust === undefined),
    );
    assert.deepEqual(
      untrusted.map(({ name }) => name),
      geographies[sites].sites.map((site) => `flood-${site}`),
    );
  });
}

describe("an evaluation in network namespaces", { skip, timeout: 300_000 }, () => {
  let laboratory: NamespaceLaboratory;
  before(async () => {
    laboratory = await NamespaceLaboratory.open({
      artifact: loadArtifacts("dscp"),
      sites: 3,
      link: { rateBps: 2_000_000, delayUs: 10_000, queueDepth: 50 },
      oversubscription: 2,
      amount: { times: 3, seconds: 20 },
    });
  });
  after(async () => {
    await laboratory?.close();
    assert.equal(namespacesOfThis(), 0, "nothing is left");
  });

  test("every algorithm's operations cross the edges, new ones with priority, under a flood that claims it, too", async () => {
    assert.ok(namespacesOfThis() > 0);
    for (const operation of ["read", "write", "execute"] as const) {
      const { latenciesUs, failures, wanBytes } = await laboratory.operations(operation, "new", "cheated");
      assert.deepEqual([latenciesUs.length, failures], [3, 0]);
      assert.ok(wanBytes.priority > 0, "the DSCP of a socket is on the wire");
      assert.ok(wanBytes.priority < 0.1 * wanBytes.bulk, "the flood has lost its mark");
    }
    const old = await laboratory.operations("write", "prior", "uncongested");
    assert.deepEqual([old.latenciesUs.length, old.failures, old.wanBytes.priority], [3, 0, 0]);
    assert.ok(Math.min(...old.latenciesUs) >= 2 * 10_000 * (23 / 109), "not faster than the nearest site");
  });

  test("the application works under congestion", async () => {
    const { latenciesUs, failures } = await laboratory.requests("home timeline", "new");
    assert.deepEqual([latenciesUs.length, failures], [3, 0]);
  });

  test("etcd runs on the same hosts", { skip: !hasEtcd() && "etcd is not on PATH" }, async () => {
    const runs = await laboratory.etcd(() => undefined);
    assert.deepEqual(
      runs.map(({ operation, load }) => [operation, load]),
      ["write", "read"].flatMap((operation) => ["uncongested", "congested"].map((load) => [operation, load])),
    );
    for (const { load, measured } of runs) {
      if (load === "uncongested") assert.equal(measured.latenciesUs.length, 3);
    }
  });
});
