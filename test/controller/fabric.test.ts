import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Fabric, parseFabric } from "../../controller/index.js";
import { CodedError, type Diagnostic, formatDiagnostic } from "../../src/base/index.js";
import { formatIpv4, formatMac } from "../../src/wire/index.js";
import { defaultFabric, defaultFabricText, edited } from "./checkout.js";
import { faults } from "./faults.js";

/** What a user is told about a file; empty when nothing is wrong. */
function told(text: string): readonly Diagnostic[] {
  try {
    parseFabric(text, "f.yaml");
    return [];
  } catch (error) {
    assert(error instanceof CodedError, String(error));
    return error.diagnostics;
  }
}

test("the default fabric: four racks, twelve log servers, a closed ring", () => {
  const fabric = defaultFabric();
  assert.equal(fabric.racks.length, 4);
  assert.equal(fabric.hosts.filter(({ role }) => role === "log-server").length, 12);
  assert.deepEqual(
    fabric.ring.members.map(({ successor, predecessor, nextPlusOne }) => [
      predecessor.switch,
      successor.switch,
      nextPlusOne?.switch,
    ]),
    [
      ["s4", "s2", "s3"],
      ["s1", "s3", "s4"],
      ["s2", "s4", "s1"],
      ["s3", "s1", "s2"],
    ],
  );
});

test("the two ends of a ring link know each other's port", () => {
  const fabric = defaultFabric();
  for (const member of fabric.ring.members) {
    const link = fabric.links.find(
      ({ a, b }) =>
        [a, b].some((end) => end.switch === member.switch && end.port === member.successor.port) &&
        [a, b].some((end) => end.switch === member.successor.switch),
    );
    assert.equal(link?.kind, "ring");
    assert.equal(link?.delayUs, 1000);
  }
});

test("every replica set of the default fabric stands in three different racks", () => {
  const fabric = defaultFabric();
  const rackOf = new Map(fabric.hosts.map((host) => [host.name, host.rack]));
  for (const set of fabric.replicaSets) {
    assert.equal(new Set(set.servers.map((server) => rackOf.get(server))).size, 3);
  }
  const used = fabric.replicaSets.flatMap((set) => set.servers);
  assert.equal(new Set(used).size, 12);
});

test("what a file leaves out gets its default", () => {
  const fabric = parseFabric(
    edited([", grpc: auto, tick_us: 5000, recirculation_delay_us: 50", ""]),
    "f.yaml",
  );
  const [first] = fabric.switches;
  assert(first !== undefined);
  assert.deepEqual(
    [formatIpv4(first.ip), formatMac(first.mac), first.grpc, first.generatorPort],
    ["10.0.1.254", "02:00:0a:00:01:fe", "auto", 509],
  );
  assert.equal(fabric.hosts.map(({ mac }) => formatMac(mac))[0], "02:00:0a:00:01:01");
});

test("what a file says is what the fabric has", () => {
  const fabric = parseFabric(
    edited(
      [
        "{ name: s1, device_id: 1, rack: r1, grpc: auto,",
        "{ name: s1, device_id: 7, rack: r1, grpc: 'localhost:9559',",
      ],
      [
        "kind: fabric, delay_us: 50 }",
        "kind: fabric, delay_us: 70, rate_bps: 1000000, loss: 0.25, queue_depth: 20 }",
      ],
      ["order: [s1, s2, s3, s4]", "order: [s1, s2, s3, s4]\n  hold_until_tick: true"],
      ["port: 6, role: api", "mac: '02:aa:bb:cc:dd:ee', port: 6, role: api"],
    ),
    "f.yaml",
  );
  assert.deepEqual([fabric.switches[0]?.deviceId, fabric.switches[0]?.grpc], [7n, "localhost:9559"]);
  assert.deepEqual(fabric.links[0], {
    a: { switch: "s1", port: 17 },
    b: { switch: "s2", port: 17 },
    kind: "fabric",
    delayUs: 70,
    rateBps: 1000000,
    queueDepth: 20,
    loss: 0.25,
  });
  assert.equal(fabric.ring.holdUntilTick, true);
  assert.equal(fabric.hosts.find(({ name }) => name === "api")?.mac, 0x02aabbccddeen);
});

function pairs(fabric: Fabric): ReadonlySet<string> {
  return new Set(fabric.stripes.map(({ leader, replicaSet }) => `${leader} ${replicaSet}`));
}

test("stripes go round the switches, and each switch works with each replica set", () => {
  const fabric = defaultFabric();
  assert.equal(fabric.stripes.length, 16);
  for (const { name } of fabric.switches) {
    assert.equal(fabric.stripes.filter(({ leader }) => leader === name).length, 4);
  }
  assert.equal(pairs(fabric).size, 16);
});

test("a projection that the file gives is taken as it is", () => {
  const lines =
    "\n  projection:\n    - { stripe: 1, leader: s4, replica_set: set-3 }\n    - { stripe: 0, leader: s2, replica_set: set-1 }";
  const fabric = parseFabric(edited(["count: 16", `count: 2${lines}`]), "f.yaml");
  assert.deepEqual(fabric.stripes, [
    { leader: "s2", replicaSet: 1 },
    { leader: "s4", replicaSet: 3 },
  ]);
});

test("a ring of two switches needs no next-plus-one link", () => {
  const text = `name: two
racks: [{ name: r1, subnet: 10.0.1.0/24 }, { name: r2, subnet: 10.0.2.0/24 }]
switches: [{ name: s1, device_id: 1, rack: r1 }, { name: s2, device_id: 2, rack: r2 }]
hosts:
  - { name: a, rack: r1, ip: 10.0.1.1, port: 1, role: log-server }
  - { name: b, rack: r1, ip: 10.0.1.2, port: 2, role: log-server }
  - { name: c, rack: r2, ip: 10.0.2.1, port: 1, role: log-server }
links: [{ a: s1/9, b: s2/9, kind: fabric }, { a: s1/10, b: s2/10, kind: ring }]
ring: { order: [s1, s2] }
replica_sets: [{ name: all, servers: [a, b, c] }]
stripes: { count: 4 }
`;
  const [first] = parseFabric(text, "two.yaml").ring.members;
  assert.deepEqual(first, {
    switch: "s1",
    successor: { switch: "s2", port: 10 },
    predecessor: { switch: "s2", port: 10 },
  });
});

for (const fault of faults) {
  test(`told of ${fault.name}`, () => {
    const lines = told(fault.text).map(
      ({ position, code, message }) => `${position?.line}:${position?.column} ${code} ${message}`,
    );
    assert.deepEqual(lines, fault.told);
  });
}

test("every diagnostic names the file and says what to do", () => {
  for (const diagnostic of faults.flatMap(({ text }) => told(text))) {
    assert.equal(diagnostic.position?.file, "f.yaml");
    assert.match(diagnostic.help ?? "", /^[A-Z].*\.$/, formatDiagnostic(diagnostic));
  }
});

test("an empty file, and one that is no map, are told what a fabric is", () => {
  for (const text of ["", "# nothing\n", "42", "[]", "null"]) {
    assert.deepEqual(
      told(text).map(({ code }) => code),
      ["FABRIC-VALUE"],
    );
  }
});

test("a file that is far too large is not even parsed", () => {
  assert.deepEqual(
    told("#".repeat(5 * 1024 * 1024)).map(({ code }) => code),
    ["FABRIC-YAML"],
  );
});

test("whatever is cut from or put into a file, it is a fabric or a list of diagnostics", () => {
  const snippets = fc.constantFrom(
    "",
    " ",
    "\n",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ": ",
    "&a ",
    "*a",
    "!!str ",
    "0",
    "~",
    "s1",
    "? ",
    "|",
    "<<: ",
  );
  const change = fc.tuple(fc.nat(defaultFabricText.length), fc.nat(40), snippets);
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const text = changes.reduce(
        (now, [at, cut, snippet]) => now.slice(0, at) + snippet + now.slice(at + cut),
        defaultFabricText,
      );
      for (const { position, code } of told(text)) {
        assert.match(code, /^FABRIC-/);
        assert(position !== undefined && position.line >= 1 && position.column >= 1);
      }
    }),
    { numRuns: 300 },
  );
});
