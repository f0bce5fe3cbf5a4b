import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { readPacedFabric } from "../../bmv2-env/fabric.js";
import { layOut } from "../../bmv2-env/layout.js";
import { root } from "../../bmv2-env/ringworld.js";
import { parseFabric } from "../../controller/index.js";

const { fabric, text } = await readPacedFabric("controller/fabrics/four-racks.yaml");
/** The longest prefix that a process id can give. */
const prefix = "rw2hwcg";

test("every cable of the fabric is a pair of interfaces, with names that the kernel takes", () => {
  const { cables, namespaces } = layOut(fabric, prefix);
  assert.equal(cables.length, fabric.hosts.length + fabric.links.length + fabric.switches.length);
  const ends = cables.flatMap(({ a, b }) => [a, b]);
  const places = ends.map(({ name, namespace = "" }) => `${namespace}/${name}`);
  assert.equal(new Set(places).size, places.length, "no interface is there twice");
  assert.ok(ends.every(({ name }) => name.length <= 15));
  assert.equal(new Set(namespaces).size, fabric.hosts.length + 1);
});

test("a switch has a port for each host, link and tick, by the numbers of the fabric file", () => {
  const { switches, cables } = layOut(fabric, prefix);
  assert.deepEqual(
    switches.map(({ ports }) => ports.map(({ port }) => port).sort((left, right) => left - right)),
    [
      [1, 2, 3, 4, 5, 6, 17, 18, 19, 33, 34, 35, 509],
      [1, 2, 3, 4, 5, 17, 18, 19, 33, 34, 35, 509],
      [1, 2, 3, 4, 5, 17, 18, 19, 33, 34, 35, 509],
      [1, 2, 3, 4, 5, 17, 18, 19, 33, 34, 35, 509],
    ],
  );
  const ring = cables.find(({ a }) => a.name === `${prefix}s1p33`);
  assert.deepEqual(ring, {
    a: { name: `${prefix}s1p33`, node: "s1" },
    b: { name: `${prefix}s2p34`, node: "s2" },
  });
});

test("a host knows its switch and nothing else", () => {
  const { cables, hostNamespaces } = layOut(fabric, prefix);
  const namespace = hostNamespaces.get("log-2-1");
  assert.equal(namespace, `${prefix}-log-2-1`);
  assert.deepEqual(
    cables.find(({ b }) => b.namespace === namespace),
    {
      a: { name: `${prefix}s2p1`, node: "s2" },
      b: {
        name: "eth0",
        node: "log-2-1",
        namespace,
        mac: "02:00:0a:00:02:01",
        addressing: {
          ip: "10.0.2.1",
          neighbour: { ip: "10.0.2.254", mac: "02:00:0a:00:02:fe" },
          isGateway: true,
        },
      },
    },
  );
});

test("the fabric is the same but for the token, which waits for ticks", () => {
  const original = parseFabric(
    readFileSync(path.join(root, "controller/fabrics/four-racks.yaml"), "utf8"),
    "",
  );
  assert.deepEqual(parseFabric(text, ""), { ...original, ring: { ...original.ring, holdUntilTick: true } });
});
