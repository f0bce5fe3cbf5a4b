import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FrameSlab } from "../../src/switch/forwarding/frame-slab.js";
import { algorithm } from "../../src/switch/hash/algorithms.js";
import { compiled, interpreter } from "../../src/switch/index.js";
import { Choice } from "../../src/switch/state/choice.js";
import { ProfileState } from "../../src/switch/state/profiles.js";
import { TestBench } from "./support/bench.js";
import { bmv2, key, primitive, table } from "./support/bmv2.js";
import { HEADERS, toPort } from "./support/mini.js";

for (const engine of [compiled, interpreter]) {
  describe(`counters of every stage, ${engine.name}`, () => {
    it("count parser, tables, actions, deparser, drops and ports", () => {
      const actions = [
        { name: "go", primitives: [toPort(1)] },
        {
          name: "stop",
          primitives: [primitive("mark_to_drop", { type: "header", value: "standard_metadata" })],
        },
      ];
      const lookup = table(
        "kinds",
        [key("exact", "h", "kind")],
        [
          [0, "go"],
          [1, "stop"],
        ],
        {
          default_entry: { action_id: 1, action_const: false, action_data: [], action_entry_const: false },
          entries: [
            {
              match_key: [{ match_type: "exact", key: "0x05" }],
              action_entry: { action_id: 0, action_data: [] },
              priority: 1,
            },
          ],
        },
      );
      const json = bmv2({ headers: HEADERS, actions, ingress: { init_table: "kinds", tables: [lookup] } });
      const bench = new TestBench(json, { engine });
      for (const frame of ["0500", "0501", "0600", "05"]) bench.send(3, frame);
      const { links, ports, ...counters } = bench.target.counters();
      assert.deepEqual(links, {});
      assert.deepEqual(ports[3], { receivedPackets: 4, receivedBytes: 7, sentPackets: 0, sentBytes: 0 });
      assert.deepEqual(ports[1], { receivedPackets: 0, receivedBytes: 0, sentPackets: 2, sentBytes: 4 });
      assert.deepEqual(counters, {
        parser: { packets: 4, errors: { PacketTooShort: 1 } },
        tables: { kinds: { hits: 2, misses: 2 } },
        actions: { go: 2, stop: 2 },
        deparser: { packets: 2 },
        drops: { ingress: 2 },
        cloned: 0,
        resubmitted: 0,
        recirculated: 0,
      });
    });
  });
}

function slotsOf(choice: Choice | undefined): readonly number[] {
  return Array.from({ length: choice?.places ?? 0 }, (_, place) => choice?.at(place) ?? -1);
}

describe("weights", () => {
  const candidates = (...weights: number[]) => weights.map((weight, slot) => ({ slot, weight }));

  it("give a member as many places, one after the other", () => {
    assert.deepEqual(slotsOf(new Choice(candidates(2, 1, 3, 0))), [0, 0, 1, 2, 2, 2, 3]);
    assert.deepEqual(slotsOf(new Choice(candidates(1, 1, 1))), [0, 1, 2]);
    assert.deepEqual(slotsOf(new Choice([])), []);
  });

  it("may be as great as P4Runtime can say, and take no more room", () => {
    const greatest = 0x7fffffff;
    const choice = new Choice(candidates(greatest, 1, greatest));
    assert.equal(choice.places, 2 * greatest + 1);
    const places = [0, greatest - 1, greatest, greatest + 1, 2 * greatest];
    assert.deepEqual(
      places.map((place) => choice.at(place)),
      [0, 0, 1, 2, 2],
    );
  });
});

describe("members that watch a port", () => {
  it("are not chosen while it is down, and are again when it is up", () => {
    const down = new Set<number>();
    const profile = new ProfileState({ name: "p", index: 0, size: 8, selector: 0 }, [], [], down);
    const choice = profile.allocateChoice([
      { slot: 0, weight: 1, watchPort: Uint8Array.of(0, 4) },
      { slot: 1, weight: 2, watchPort: Uint8Array.of(1, 0) },
      { slot: 2, weight: 1 },
    ]);
    const chosen = () => slotsOf(profile.choices[choice]);
    assert.deepEqual(chosen(), [0, 1, 1, 2]);
    down.add(256);
    profile.portsChanged();
    assert.deepEqual(chosen(), [0, 2]);
    down.clear();
    profile.portsChanged();
    assert.deepEqual(chosen(), [0, 1, 1, 2]);
  });
});

describe("hashes that remember", () => {
  const compute = (name: string) => {
    const hash = algorithm(name);
    return (...bytes: number[]) => Number(hash.compute(Uint8Array.from(bytes), bytes.length));
  };

  it("round_robin counts its calls, each calculation for itself", () => {
    const [one, other] = [compute("round_robin"), compute("round_robin")];
    assert.deepEqual([one(7), one(7), one(8), other(7)], [0, 1, 2, 0]);
  });

  it("round_robin_consistent gives the same input the same number", () => {
    const hash = compute("round_robin_consistent");
    assert.deepEqual([hash(7), hash(8), hash(7), hash(9)], [0, 1, 0, 2]);
  });

  it("toeplitz has the key of zeros with which simple_switch starts", () => {
    assert.equal(compute("toeplitz")(1, 2, 3, 4), 0);
  });
});

describe("frames cut from slabs", () => {
  it("hold their payload behind room for the headers, and never share a byte", () => {
    const slab = new FrameSlab();
    const made: { frame: Uint8Array; mark: number }[] = [];
    for (let count = 0; count < 3000; count++) {
      const [length, payloadOffset, headerBytes] = [count % 1600, (count * 7) % 60, (count * 13) % 90];
      const bytes = new Uint8Array(length + payloadOffset).fill(count % 251, payloadOffset);
      const frame = slab.frame(bytes, payloadOffset, headerBytes);
      assert.equal(frame.length, headerBytes + length);
      assert.ok(frame.subarray(headerBytes).every((byte) => byte === count % 251));
      frame.fill(count % 249);
      made.push({ frame, mark: count % 249 });
    }
    for (const { frame, mark } of made) assert.ok(frame.every((byte) => byte === mark));
  });

  it("of great length have memory of their own", () => {
    const slab = new FrameSlab();
    const frames = [slab.frame(new Uint8Array(20_000), 14, 18), slab.frame(new Uint8Array(20_000), 14, 18)];
    assert.deepEqual(
      frames.map(({ length }) => length),
      [20_004, 20_004],
    );
    assert.notEqual(frames[0]?.buffer, frames[1]?.buffer);
  });
});
