import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { GREEN, MeterBank, RED, YELLOW } from "../../src/switch/state/meters.js";

const rates = { committedRate: 1_000n, committedBurst: 300n, peakRate: 2_000n, peakBurst: 600n };

describe("two-rate three-colour meters (RFC 2698)", () => {
  it("mark green until they are configured", () => {
    const bank = new MeterBank("bytes", 1);
    assert.equal(bank.execute(0, 1_000_000, GREEN, 0), GREEN);
    assert.equal(bank.execute(0, 1, YELLOW, 0), YELLOW);
  });

  it("mark by bytes: green within both bursts, yellow within the peak's, red beyond", () => {
    const bank = new MeterBank("bytes", 1);
    bank.configure(0, rates, 0);
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7].map(() => bank.execute(0, 100, GREEN, 0)),
      [GREEN, GREEN, GREEN, YELLOW, YELLOW, YELLOW, RED],
    );
  });

  it("fill their buckets with time, never beyond the burst", () => {
    const bank = new MeterBank("packets", 1);
    bank.configure(0, { committedRate: 10n, committedBurst: 1n, peakRate: 20n, peakBurst: 2n }, 0);
    assert.equal(bank.execute(0, 999, GREEN, 0), GREEN);
    assert.equal(bank.execute(0, 999, GREEN, 0), YELLOW);
    assert.equal(bank.execute(0, 999, GREEN, 0), RED);
    assert.equal(bank.execute(0, 999, GREEN, 50_000), YELLOW);
    assert.equal(bank.execute(0, 999, GREEN, 150_000), GREEN);
    assert.deepEqual(
      [0, 1, 2].map(() => bank.execute(0, 999, GREEN, 9e9)),
      [GREEN, YELLOW, RED],
    );
  });

  it("never make a packet better than it came", () => {
    const bank = new MeterBank("bytes", 1);
    bank.configure(0, rates, 0);
    assert.equal(bank.execute(0, 100, YELLOW, 0), YELLOW);
    assert.equal(bank.execute(0, 100, RED, 0), RED);
    assert.deepEqual(
      [1, 2, 3].map(() => bank.execute(0, 100, GREEN, 0)),
      [GREEN, GREEN, GREEN],
    );
  });
});
