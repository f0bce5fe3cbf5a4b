import { formatIpv4, formatMac } from "../../src/wire/index.js";
import type { Cable, Fabric, FabricSwitch, Host } from "./model.js";
import { formatPort } from "./references.js";
import type { FabricDocument } from "./schema.js";
import { formatSubnet } from "./subnet.js";

/** A fabric as a fabric file would say it, with nothing left out: reading that file gives the same fabric. */
export function fabricDocument(fabric: Fabric): FabricDocument {
  const setName = new Map(fabric.replicaSets.map(({ number, name }) => [number, name]));
  return {
    name: fabric.name,
    racks: fabric.racks.map(({ name, subnet }) => ({ name, subnet: formatSubnet(subnet) })),
    switches: fabric.switches.map(switchDocument),
    hosts: fabric.hosts.map(hostDocument),
    links: fabric.links.map((link) => ({
      a: formatPort(link.a),
      b: formatPort(link.b),
      kind: link.kind,
      ...cableDocument(link),
    })),
    ring: {
      order: fabric.ring.members.map((member) => member.switch),
      hold_until_tick: fabric.ring.holdUntilTick,
    },
    replica_sets: fabric.replicaSets.map(({ name, servers }) => ({ name, servers: [...servers] })),
    stripes: {
      count: fabric.stripes.length,
      projection: fabric.stripes.map(({ leader, replicaSet }, stripe) => ({
        stripe,
        leader,
        replica_set: setName.get(replicaSet) ?? "",
      })),
    },
    classes: fabric.classes.map(({ name, dscp, queue }) => ({ name, dscp: [...dscp], queue })),
    trusted_ports: fabric.trustedPorts.map(formatPort),
  };
}

function switchDocument(item: FabricSwitch): FabricDocument["switches"][number] {
  return {
    name: item.name,
    device_id: Number(item.deviceId),
    rack: item.rack,
    grpc: item.grpc,
    ip: formatIpv4(item.ip),
    mac: formatMac(item.mac),
    tick_us: item.tickUs,
    recirculation_delay_us: item.recirculationDelayUs,
    generator_port: item.generatorPort,
  };
}

function hostDocument(host: Host): FabricDocument["hosts"][number] {
  return {
    name: host.name,
    rack: host.rack,
    ip: formatIpv4(host.ip),
    mac: formatMac(host.mac),
    port: host.port,
    role: host.role,
    ...cableDocument(host),
  };
}

function cableDocument({ delayUs, rateBps, loss, queueDepth }: Cable) {
  return {
    delay_us: delayUs,
    loss,
    queue_depth: queueDepth,
    ...(rateBps === undefined ? {} : { rate_bps: rateBps }),
  };
}
