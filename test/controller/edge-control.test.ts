import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { P4RuntimeClient } from "p4runtime-js-grpc";
import {
  buildStoreRest,
  type EdgeControl,
  parseStore,
  type RestApp,
  siteEdgeEntries,
} from "../../controller/index.js";
import { siteEdgeOf } from "../../controller/store/network.js";
import { CodedError } from "../../src/base/index.js";
import { dscp } from "../../src/programs/index.js";
import { VivaceStore } from "../../src/vivace/index.js";
import { decodeUdpDatagram, encodeUdpDatagram, parseIpv4 } from "../../src/wire/index.js";
import { EdgeWorld, farStore } from "./edge-world.js";

const patientUs = 60_000_000;
const [backupPort, replicaPort, linkPort] = [5, 1, 400];
const address = (text: string) => parseIpv4(text) ?? 0;

describe("the controller of site edges", { timeout: 120_000 }, () => {
  const world = new EdgeWorld();
  let control: EdgeControl;
  let app: RestApp;

  before(async () => {
    control = await world.start();
    assert.ok(await control.settled(patientUs));
    const plan = parseStore(farStore, "store.yaml");
    const away = () => Promise.reject(new Error("nobody asks the store"));
    const client = { read: away, write: away, execute: away };
    const store = new VivaceStore({ client, site: "urbana", directory: { replicas: [], locals: [] } });
    app = await buildStoreRest({ plan, store, status: async () => [], losses: away, edges: control });
  });
  after(async () => {
    await app?.close();
    await world.stop();
  });

  /** The DSCP with which a packet of urbana leaves for ireland; undefined when it does not leave. */
  function crossing(port: number, mark: number): number | undefined {
    const edge = world.dataPlane("urbana");
    let seen: number | undefined;
    edge.attach(linkPort, {
      send: (frame) => {
        seen = decodeUdpDatagram(frame)?.dscp;
      },
    });
    const datagram = {
      ethernet: { dst: 0n, src: 0n },
      source: { address: address("127.7.1.200"), port: 1 },
      destination: { address: address("127.7.2.2"), port: 2 },
    };
    edge.receive(port, encodeUdpDatagram({ ...datagram, dscp: mark, payload: new Uint8Array(1000) }));
    edge.detach(linkPort);
    return seen;
  }

  const put = (url: string, payload: object) =>
    app.inject({ method: "PUT", url, headers: { "content-type": "application/json" }, payload });

  test("pushes the program, and entries with which marks are believed of whom the store file says", () => {
    assert.deepEqual([crossing(replicaPort, 46), crossing(backupPort, 46)], [46, 0]);
    assert.deepEqual(
      control.edges.map(({ edge, state }) => [edge.site, state]),
      [
        ["urbana", "ready"],
        ["ireland", "ready"],
      ],
    );
  });

  test("an edge that starts again without a program is programmed again", async () => {
    await world.stopEdge("urbana");
    while (control.edge("urbana").state !== "unreachable") await wait(5);
    await world.startEdge("urbana");
    assert.equal(crossing(replicaPort, 46), undefined);
    assert.ok(await control.settled(patientUs));
    assert.deepEqual([crossing(replicaPort, 46), crossing(backupPort, 46)], [46, 0]);
  });

  test("rights of a host change through REST, and with them what the switch does", async () => {
    const url = "/v1/edges/urbana/hosts/backup";
    const trusted = { trust: "dscp" };
    assert.deepEqual((await put(url, trusted)).json(), trusted);
    assert.equal(crossing(backupPort, 46), 46);
    const limited = { trust: "dscp", limit: { bytes_per_second: 1, burst_bytes: 1500 } };
    assert.deepEqual((await put(url, limited)).json(), limited);
    assert.deepEqual([crossing(backupPort, 46), crossing(backupPort, 46)], [46, 0]);
    await put(url, trusted);
    assert.deepEqual([crossing(backupPort, 46), crossing(backupPort, 46)], [46, 46]);
    assert.deepEqual((await put(url, {})).json(), {});
    assert.equal(crossing(backupPort, 46), 0);
    assert.deepEqual((await app.inject(url)).json(), {});
  });

  test("traffic classes change at every edge through REST", async () => {
    const classes = [{ mark: "dscp", values: [10, 46], queue: 5 }];
    assert.deepEqual((await put("/v1/traffic-classes", classes)).json(), classes);
    assert.deepEqual((await app.inject("/v1/traffic-classes")).json(), classes);
    const counted = async () => {
      const { edge, address: server } = control.edge("urbana");
      const asker = await P4RuntimeClient.connect({
        address: server,
        deviceId: edge.deviceId,
        electionId: 1n,
      });
      await asker.getPipeline();
      const packets: (bigint | undefined)[] = [];
      for await (const entity of asker.read([dscp.counters.class_traffic.entry(5)])) {
        if (entity.kind === "counterEntry") packets.push(entity.data?.packets);
      }
      await asker.close();
      return packets;
    };
    assert.deepEqual(await counted(), [0n]);
    assert.equal(crossing(replicaPort, 10), 10);
    assert.deepEqual(await counted(), [1n]);
  });

  test("what cannot be is refused with a code, and changes nothing", async () => {
    const before = [control.classes, control.edges];
    const refusals = [
      [await put("/v1/traffic-classes", [{ mark: "exp", values: [8], queue: 1 }]), 422, "EDGE-CLASS"],
      [await put("/v1/traffic-classes", [{ mark: "exp", values: [1, 1], queue: 1 }]), 422, "EDGE-CLASS"],
      [await put("/v1/traffic-classes", [{ mark: "tos", values: [1], queue: 1 }]), 400, "REST-INVALID"],
      [await put("/v1/traffic-classes", [{ mark: "exp", values: [1], queue: 8 }]), 400, "REST-INVALID"],
      [await put("/v1/edges/mars/hosts/r1", {}), 404, "EDGE-SITE"],
      [await put("/v1/edges/urbana/hosts/r2", {}), 404, "EDGE-HOST"],
      [await put("/v1/edges/urbana/hosts/r1", { trusted: true }), 400, "REST-INVALID"],
      [await app.inject("/v1/edges/urbana/hosts/r2"), 404, "EDGE-HOST"],
    ] as const;
    for (const [answer, status, code] of refusals) {
      assert.deepEqual([answer.statusCode, answer.json().code], [status, code], answer.body);
      assert.equal(typeof answer.json().help, "string");
      assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/);
    }
    assert.deepEqual([control.classes, control.edges], before);
  });

  test("a new controller finds edges that are as they should be, and takes back what the last one changed", async () => {
    await control.close();
    control = world.control();
    assert.ok(await control.settled(patientUs));
    assert.deepEqual([crossing(replicaPort, 46), crossing(backupPort, 46)], [46, 0]);
  });
});

test("the plan of an edge: who is trusted, what a class is, and where every host of every site is", () => {
  const { network } = parseStore(farStore, "store.yaml");
  assert.ok(network?.edges[0]);
  const edge = siteEdgeOf(network.edges, network.edges[0], network.classes);
  assert.deepEqual(
    edge.ports.map(({ port, trust, police }) => [port, trust, police?.bytesPerSecond]),
    [
      ...[1, 2, 3, 4].map((port) => [port, "dscp", 125_000]),
      [backupPort, undefined, 125_000],
      [linkPort, "dscp", undefined],
    ],
  );
  assert.deepEqual(
    edge.routes.map(({ port }) => port),
    [1, 2, 3, 4, 5, ...Array<number>(5).fill(linkPort)],
  );
  assert.equal(siteEdgeEntries(edge).length, 5 + 5 + 1 + 10);
});

const faults: readonly (readonly [string, string, string])[] = [
  ["b: ireland", "b: mars", 'there is no site "mars"'],
  ["b: ireland", "b: urbana", "urbana is joined to itself"],
  ["values: [46]", "values: [46, 46]", "dscp 46 is in two classes"],
  ["{ mark: dscp, values: [46]", "{ mark: pcp, values: [46]", "pcp has no value 46"],
  ["name: backup", "name: client", '"client" names the site\'s clients'],
  ["client: 127.7.1.100", "client: 127.7.1.1", "127.7.1.1 is another host's address, too"],
  ["name: archive", "name: backup", "backup is here twice"],
  [
    "  - name: ireland",
    "  - name: ireland\n    edge: { device_id: 1 }",
    "has the device id 1 of another edge",
  ],
];
for (const [from, to, message] of faults) {
  test(`a store file with a fault in its network is refused: ${message}`, () => {
    assert.ok(farStore.includes(from));
    assert.throws(
      () => parseStore(farStore.replace(from, to), "store.yaml"),
      (error) =>
        error instanceof CodedError && error.diagnostics.some((each) => each.message.includes(message)),
    );
  });
}
