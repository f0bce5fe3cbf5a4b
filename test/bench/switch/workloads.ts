import { readFileSync } from "node:fs";
import path from "node:path";
import type { Entity } from "p4runtime-js-grpc";
import { parseFabric, planFabric } from "../../../controller/index.js";
import { router } from "../../../src/programs/index.js";
import { rackHostAddress } from "../../../src/wire/index.js";
import { root } from "../frame/processes.js";

/** A program with its entries, and traffic that it forwards from one port to another. */
export interface Workload {
  readonly program: "router" | "tor";
  readonly entities: readonly Entity[];
  readonly inPort: number;
  readonly outPort: number;
  /** IPv4 addresses to send to, in turn. */
  readonly destinations: readonly number[];
}

const subnets = 256;
const flows = 16;
const nextHopMac = 0x02_00_00_00_01_00n;

/** L3 forwarding: 256 routes, a next hop, the time to live and both checksums. */
function routerWorkload(): Workload {
  const { tables, actions } = router;
  const nextHop = rackHostAddress(0, 2);
  const network = (number: number) => rackHostAddress(256 + number, 0);
  const routes = Array.from({ length: subnets }, (_, number) =>
    tables.routes.entry(
      { dst: { value: network(number), prefixLength: 24 } },
      actions.setNextHop({ next_hop: nextHop, port: 1 }),
    ),
  );
  return {
    program: "router",
    inPort: 0,
    outPort: 1,
    entities: [
      ...routes,
      tables.neighbours.entry({ next_hop: nextHop }, actions.setDestinationMac({ mac: nextHopMac })),
      tables.senders.entry({ port: 1 }, actions.setSourceMac({ mac: nextHopMac + 1n })),
    ],
    destinations: Array.from({ length: flows }, (_, flow) => network(flow * 16) + 7),
  };
}

/** The ToR program with all entries of a switch of the example fabric, and traffic from a host to another rack. */
function torWorkload(): Workload {
  const file = path.join(root, "controller/fabrics/four-racks.yaml");
  const fabric = parseFabric(readFileSync(file, "utf8"), file);
  const [plan] = planFabric(fabric, 1).switches;
  const sender = fabric.hosts.find(({ switch: name, role }) => name === plan?.switch && role === "client");
  const receivers = fabric.hosts.filter(({ rack }) => rack === "r2");
  const link = fabric.links.find(
    ({ a, b, kind }) => a.switch === plan?.switch && b.switch === "s2" && kind === "fabric",
  );
  if (plan === undefined || sender === undefined || link === undefined)
    throw new Error("the example fabric has changed");
  return {
    program: "tor",
    inPort: sender.port,
    outPort: link.a.port,
    entities: plan.entities,
    destinations: receivers.map(({ ip }) => ip),
  };
}

export const workloads: readonly Workload[] = [routerWorkload(), torWorkload()];
