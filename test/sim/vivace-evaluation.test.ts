import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { emitArtifacts } from "../../src/emit/index.js";
import { dscp } from "../../src/programs/index.js";
import {
  type Congestion,
  type MeasuredOperation,
  percentileOf,
  runExperiment,
  runProbe,
  runTwitterExperiment,
  type SiteCount,
} from "../../src/sim/index.js";

// Section 6 of the Vivace paper, in small: the site-edge program in real embedded switches, simulated links.

const { p4infoBinary, bmv2Json } = emitArtifacts(dscp.ir);
const artifact = { p4info: p4infoBinary, deviceConfig: Buffer.from(bmv2Json) };
const link = { rateBps: 5_000_000, delayUs: 54_500, queueDepth: 100 };
const prior = { rw: "abd", rmw: "algorithm2" } as const;
const fresh = { rw: "algorithm1", rmw: "algorithm3" } as const;

function measure(
  operation: MeasuredOperation,
  algorithms: typeof prior | typeof fresh,
  congestion?: Congestion,
  sites: SiteCount = 2,
) {
  const setting = { seed: 1, artifact, link, operations: 25, valueBytes: 1024, sites };
  const measured = runExperiment({ ...setting, operation, algorithms, congestion });
  assert.equal(measured.failures, 0);
  const at = (percent: number) => percentileOf(measured.latenciesUs, percent);
  const { priority, bulk } = measured.wanBytes;
  return { median: at(50), p99: at(99), share: priority / (priority + bulk) };
}

for (const operation of ["read", "write", "execute"] as const) {
  test(`${operation}: congestion that multiplies the old algorithm's latency does not touch the new one's`, (context) => {
    const quiet = { old: measure(operation, prior), new: measure(operation, fresh) };
    const flood = { oversubscription: 2, dscp: 0 };
    const congested = { old: measure(operation, prior, flood), new: measure(operation, fresh, flood) };
    const cheated = measure(operation, fresh, { ...flood, dscp: 46 });
    const ratios = [congested.new.p99 / quiet.new.p99, congested.old.p99 / quiet.old.p99];
    context.diagnostic(
      `p99 congested over uncongested: new ${ratios[0]?.toFixed(2)}, old ${ratios[1]?.toFixed(2)}`,
    );
    assert.ok(quiet.new.median <= 1.02 * quiet.old.median, "no overhead without congestion (figure 6)");
    assert.ok(congested.new.p99 <= 1.2 * quiet.new.p99, "new under congestion (figure 7)");
    assert.ok(congested.old.p99 >= 10 * quiet.old.p99, "old under congestion (figure 7)");
    assert.ok(congested.new.share <= 0.03, `${congested.new.share} of the bytes have priority`);
    for (const figure of ["median", "p99"] as const) {
      const shift = Math.abs(cheated[figure] / congested.new[figure] - 1);
      assert.ok(shift <= 0.05, `marking without the right to it moves the ${figure} by ${shift}`);
    }
  });
}

for (const operation of ["read", "write", "execute"] as const) {
  test(`${operation}: a proxy at each site does what switches do, where the network knows no classes`, (context) => {
    const setting = { seed: 1, artifact, link, operations: 25, valueBytes: 1024, algorithms: fresh };
    const p99 = (congestion?: Congestion) => {
      const measured = runExperiment({ ...setting, operation, congestion, priority: "proxy" });
      const { priority, bulk } = measured.wanBytes;
      assert.equal(measured.failures, 0);
      return { us: percentileOf(measured.latenciesUs, 99), share: priority / (priority + bulk) };
    };
    const [quiet, congested] = [p99(), p99({ oversubscription: 2, dscp: 0 })];
    const cheated = p99({ oversubscription: 2, dscp: 46 });
    context.diagnostic(`p99 congested over uncongested: ${(congested.us / quiet.us).toFixed(2)}`);
    assert.ok(congested.us <= 1.2 * quiet.us);
    assert.ok(congested.share <= 0.03, `${congested.share} of the bytes have priority`);
    assert.ok(Math.abs(cheated.us / congested.us - 1) <= 0.05, "marking without the right to it");
  });
}

test("a flood that has the right to priority takes it from everybody: what protects is the trust boundary", () => {
  const setting = { seed: 1, artifact, link, operations: 10, valueBytes: 1024, hasTrustedFlooders: true };
  const congestion = { oversubscription: 2, dscp: 46 };
  const { latenciesUs } = runExperiment({ ...setting, operation: "write", algorithms: fresh, congestion });
  assert.ok(percentileOf(latenciesUs, 99) > 2 * measure("write", fresh).p99);
});

test("a replica at each of three sites: the nearer majority answers, and congestion of every link is not felt", () => {
  const flood = { oversubscription: 2, dscp: 0 };
  const [quiet, congested] = [measure("write", fresh, undefined, 3), measure("write", fresh, flood, 3)];
  assert.ok(quiet.median < 0.5 * 2 * link.delayUs, "the round trip to the nearest other site");
  assert.ok(congested.p99 <= 1.2 * quiet.p99);
  const old = measure("write", prior, flood, 3);
  assert.ok(old.p99 >= 10 * measure("write", prior, undefined, 3).p99);
});

test("round trips with priority do not feel a flood that regular ones do (figure 4)", () => {
  const { regular, priority } = runProbe({ seed: 1, artifact, link, oversubscription: 2 });
  const during = (points: typeof regular) =>
    points.filter(([at]) => at > 12 && at < 28).map(([, milliseconds]) => milliseconds);
  const before = regular.filter(([at]) => at < 9).map(([, milliseconds]) => milliseconds);
  const base = percentileOf(before, 50);
  assert.ok(percentileOf(during(priority), 99) < 1.1 * base);
  assert.ok(percentileOf(during(regular), 50) > 2 * base);
});

for (const [request, leastRatio] of [
  ["post", 2.0 / 0.3],
  ["user timeline", 1.2 / 0.4],
  ["home timeline", 2.0 / 0.5],
] as const) {
  test(`${request}: the application is as far ahead under congestion as in the paper (figure 8)`, async (context) => {
    const congestion = { oversubscription: 2, dscp: 0 };
    const medians: number[] = [];
    for (const algorithms of [fresh, prior]) {
      const setting = { seed: 1, artifact, link, algorithms, congestion, request, requests: 5 };
      const measured = await runTwitterExperiment(setting, nextTurn);
      assert.equal(measured.failures, 0);
      medians.push(percentileOf(measured.latenciesUs, 50));
    }
    const [ours = 0, old = 0] = medians;
    context.diagnostic(`median ${(ours / 1e3).toFixed(0)} ms, old algorithms ${(old / 1e3).toFixed(0)} ms`);
    assert.ok(old / ours >= leastRatio);
    assert.ok(ours < 5 * 2 * link.delayUs, "at most five round trips");
  });
}
