import { assert } from "../../src/base/index.js";
import { macOfIpv4, parseIpv4, parseMac } from "../../src/wire/index.js";
import type { Cable, Fabric, FabricSwitch, Host, Link, Ring, RingNeighbour, Stripe } from "./model.js";
import {
  addressOfSwitch,
  defaultGeneratorPort,
  parsePort,
  ringPortsTowards,
  switchOfRack,
} from "./references.js";
import type { FabricDocument } from "./schema.js";
import { parseSubnet } from "./subnet.js";

/** Turns a document in which nothing is wrong into the fabric that it describes. */
export function resolveFabric(document: FabricDocument): Fabric {
  return {
    name: document.name,
    racks: document.racks.map((rack) => ({ name: rack.name, subnet: known(parseSubnet(rack.subnet)) })),
    switches: document.switches.map((item) => resolveSwitch(document, item)),
    hosts: document.hosts.map((item) => resolveHost(document, item)),
    links: document.links.map(resolveLink),
    ring: resolveRing(document),
    replicaSets: document.replica_sets.map(({ name, servers }, number) => ({ name, number, servers })),
    stripes: resolveStripes(document),
    classes: (document.classes ?? []).map(({ name, dscp, queue }) => ({ name, dscp, queue })),
    trustedPorts: (document.trusted_ports ?? []).map(parsePort),
  };
}

/** The checks come first; what is missing here is a bug of theirs. */
function known<T>(value: T | undefined): T {
  assert(value !== undefined, "a fabric is resolved only after its checks");
  return value;
}

function resolveSwitch(document: FabricDocument, item: FabricDocument["switches"][number]): FabricSwitch {
  const rack = document.racks.find(({ name }) => name === item.rack);
  const ip = known(parseIpv4(addressOfSwitch(item.ip, rack?.subnet)));
  return {
    name: item.name,
    deviceId: BigInt(item.device_id),
    rack: item.rack,
    grpc: item.grpc ?? "auto",
    ip,
    mac: macOr(item.mac, ip),
    tickUs: item.tick_us ?? 5000,
    recirculationDelayUs: item.recirculation_delay_us ?? 50,
    generatorPort: item.generator_port ?? defaultGeneratorPort,
  };
}

function resolveHost(document: FabricDocument, item: FabricDocument["hosts"][number]): Host {
  const ip = known(parseIpv4(item.ip));
  return {
    name: item.name,
    rack: item.rack,
    switch: known(switchOfRack(document).get(item.rack)),
    port: item.port,
    role: item.role,
    ip,
    mac: macOr(item.mac, ip),
    ...resolveCable(item),
  };
}

function macOr(text: string | undefined, ip: number): bigint {
  return text === undefined ? macOfIpv4(ip) : known(parseMac(text));
}

/** What a file says of a cable. */
type CableDocument = Pick<FabricDocument["links"][number], "delay_us" | "rate_bps" | "loss" | "queue_depth">;

/** A cable with nothing left out but a rate that it does not have. */
export function resolveCable(item: CableDocument): Cable {
  const { delay_us: delayUs = 0, rate_bps: rateBps, loss = 0, queue_depth: queueDepth = 64 } = item;
  return { delayUs, loss, queueDepth, ...(rateBps === undefined ? {} : { rateBps }) };
}

function resolveLink(item: FabricDocument["links"][number]): Link {
  return { a: parsePort(item.a), b: parsePort(item.b), kind: item.kind, ...resolveCable(item) };
}

function resolveRing(document: FabricDocument): Ring {
  const { order, hold_until_tick: holdUntilTick = false } = document.ring;
  const at = (index: number): string => known(order[(index + order.length) % order.length]);
  const neighbour = (from: string, to: string): RingNeighbour => ({
    switch: to,
    port: known(ringPortsTowards(document, from, to)[0]).port,
  });
  const members = order.map((name, index) => ({
    switch: name,
    successor: neighbour(name, at(index + 1)),
    predecessor: neighbour(name, at(index - 1)),
    ...(order.length > 2 ? { nextPlusOne: neighbour(name, at(index + 2)) } : {}),
  }));
  return { members, holdUntilTick };
}

/**
 * Without a projection, stripes go round the ring, and the replica sets move on by one after every lap: so each
 * switch works with every set, and each set with every switch.
 */
function resolveStripes(document: FabricDocument): Stripe[] {
  const { count, projection } = document.stripes;
  const switches = document.ring.order;
  const sets = document.replica_sets;
  return Array.from({ length: count }, (_, stripe) => {
    const given = projection?.find((item) => item.stripe === stripe);
    if (given !== undefined) {
      return { leader: given.leader, replicaSet: sets.findIndex(({ name }) => name === given.replica_set) };
    }
    const lap = Math.floor(stripe / switches.length);
    return { leader: known(switches[stripe % switches.length]), replicaSet: (stripe + lap) % sets.length };
  });
}
