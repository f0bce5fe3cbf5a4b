import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  checkChange,
  decodeStoredFabric,
  differenceOf,
  encodeStoredFabric,
  type Fabric,
  goalOf,
  isSameFabric,
  parseFabric,
  presentFabric,
} from "../../controller/index.js";
import { CodedError } from "../../src/base/index.js";
import { defaultFabric, edited, fiveRacks } from "./checkout.js";

function fabricWith(...edits: readonly (readonly [from: string, to: string])[]): Fabric {
  return parseFabric(edited(...edits), "f.yaml");
}

/** Why one fabric cannot become another: code and message of every fault. */
function refusals(from: Fabric, wanted: Fabric): readonly string[] {
  try {
    checkChange(from, wanted);
    return [];
  } catch (error) {
    assert(error instanceof CodedError, String(error));
    return error.diagnostics.map(({ code, message }) => `${code}: ${message}`);
  }
}

describe("what a change of the fabric does", () => {
  test("a fifth rack comes with its hosts and links, and only nine stripes move", () => {
    const { racks, switches, hosts, links, replicaSets, movedStripes } = differenceOf(
      defaultFabric(),
      fiveRacks(),
    );
    assert.deepEqual(racks, { added: ["r5"], removed: [] });
    assert.deepEqual(switches, { added: ["s5"], removed: [] });
    assert.deepEqual(hosts.added, ["log-5-1", "log-5-2", "log-5-3", "client-5-1", "client-5-2"]);
    assert.equal(links.added.length, 8);
    assert.deepEqual([hosts.removed, links.removed], [[], []]);
    assert.deepEqual(
      replicaSets.map(({ name }) => name),
      ["set-2", "set-3", "set-4"],
    );
    assert.deepEqual(movedStripes, [2, 3, 5, 6, 8, 9, 10, 12, 15]);
  });

  test("from a fabric to itself is nothing", () => {
    assert.equal(isSameFabric(fiveRacks(), fiveRacks()), true);
    assert.equal(isSameFabric(defaultFabric(), fiveRacks()), false);
    const none = { added: [], removed: [] };
    const nothing = { racks: none, switches: none, hosts: none, links: none };
    assert.deepEqual(differenceOf(fiveRacks(), fiveRacks()), {
      ...nothing,
      replicaSets: [],
      movedStripes: [],
    });
  });

  test("a link is the same whichever end a file names first", () => {
    const turned = fabricWith(["a: s1/33, b: s2/34", "a: s2/34, b: s1/33"]);
    assert.deepEqual(differenceOf(defaultFabric(), turned).links, { added: [], removed: [] });
    assert.deepEqual(refusals(defaultFabric(), turned), []);
  });
});

describe("what is there while a change is under way", () => {
  test("everything that comes or leaves, with the replica sets that are wanted", () => {
    const present = presentFabric({ inForce: fiveRacks(), wanted: defaultFabric() });
    assert.deepEqual(
      present.switches.map(({ name }) => name),
      ["s1", "s2", "s3", "s4", "s5"],
    );
    assert.equal(present.hosts.length, fiveRacks().hosts.length);
    assert.equal(present.links.length, fiveRacks().links.length);
    assert.deepEqual(present.replicaSets, defaultFabric().replicaSets);
    assert.deepEqual(present.stripes, defaultFabric().stripes);
  });

  test("a switch that leaves keeps its place on the ring", () => {
    const present = presentFabric({ inForce: fiveRacks(), wanted: defaultFabric() });
    assert.deepEqual(
      present.ring.members.map((member) => member.switch),
      ["s1", "s2", "s3", "s4", "s5"],
    );
  });

  test("when it is turned back, all of that with the replica sets that were in force", () => {
    const stored = { inForce: defaultFabric(), wanted: fiveRacks(), isTurnedBack: true };
    const present = presentFabric(stored);
    assert.equal(present.switches.length, 5);
    assert.deepEqual(present.stripes, defaultFabric().stripes);
    assert.equal(goalOf(stored).name, "four-racks");
  });

  test("what is stored is read back", () => {
    const stored = { inForce: defaultFabric(), wanted: fiveRacks() };
    assert.deepEqual(decodeStoredFabric(encodeStoredFabric(stored), "stored"), stored);
    const turned = { ...stored, isTurnedBack: true };
    assert.deepEqual(decodeStoredFabric(encodeStoredFabric(turned), "stored"), turned);
    const without = { inForce: fiveRacks() };
    assert.deepEqual(decodeStoredFabric(encodeStoredFabric(without), "stored"), without);
  });
});

describe("what a running fabric cannot become", () => {
  test("one more rack, or one less, is none of it", () => {
    assert.deepEqual(refusals(defaultFabric(), fiveRacks()), []);
    assert.deepEqual(refusals(fiveRacks(), defaultFabric()), []);
  });

  test("a log with another number of stripes", () => {
    assert.deepEqual(refusals(defaultFabric(), fabricWith(["count: 16", "count: 8"])), [
      "FABRIC-CHANGE-STRIPES: the log has 16 stripes, the file 8",
    ]);
  });

  test("one that describes what stays otherwise", () => {
    const wanted = fabricWith(
      ["name: s2, device_id: 2", "name: s2, device_id: 22"],
      ["a: s1/17, b: s2/17, kind: fabric, delay_us: 50", "a: s1/17, b: s2/17, kind: fabric, delay_us: 60"],
      ["name: client-2-1, rack: r2, ip: 10.0.2.11", "name: client-2-1, rack: r2, ip: 10.0.2.99"],
    );
    assert.deepEqual(refusals(defaultFabric(), wanted), [
      "FABRIC-CHANGE-KEPT: the switch s2 stays, and its device_id would change from 2 to 22",
      "FABRIC-CHANGE-KEPT: the host client-2-1 stays, and its ip would change from 10.0.2.11 to 10.0.2.99",
      "FABRIC-CHANGE-KEPT: the host client-2-1 stays, and its mac would change from 02:00:0a:00:02:0b to 02:00:0a:00:02:63",
      "FABRIC-CHANGE-KEPT: the link s1/17-s2/17 stays, and its delay_us would change from 50 to 60",
    ]);
  });

  test("one where something new has the port or the address of what leaves", () => {
    const wanted = fabricWith([
      "name: client-2-1, rack: r2, ip: 10.0.2.11, port: 4",
      "name: client-2-9, rack: r2, ip: 10.0.2.11, port: 4",
    ]);
    assert.deepEqual(refusals(defaultFabric(), wanted), [
      "FABRIC-CHANGE-IN-USE: 10.0.2.11 is taken by another node until the change is done",
      "FABRIC-CHANGE-IN-USE: 02:00:0a:00:02:0b is taken by another node until the change is done",
      "FABRIC-CHANGE-IN-USE: port s2/4 is in use until the change is done",
    ]);
  });

  test("one without the host through which the REST API appends", () => {
    const wanted = fabricWith(["  - { name: api, rack: r1, ip: 10.0.1.21, port: 6, role: api }\n", ""]);
    assert.deepEqual(refusals(defaultFabric(), wanted), [
      "FABRIC-CHANGE-API: the REST API appends through the host api, which would leave",
    ]);
  });

  test("one for which the switch program has no room", () => {
    const set = "  - { name: set-3, servers: [log-4-3, log-1-3, log-2-3] }\n";
    const more = Array.from({ length: 400 }, (_, at) => set.replace("set-3", `more-${at}`)).join("");
    const found = refusals(defaultFabric(), fabricWith([set, set + more]));
    assert.match(found.join("\n"), /^PLAN-LIMIT: the fabric has 404 replica sets/);
  });
});
