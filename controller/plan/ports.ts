import type { Entity } from "p4runtime-js-grpc/values";
import { portRole } from "../../src/programs/ports.js";
import type { Host } from "../fabric/model.js";
import { controllerPort } from "../fabric/references.js";
import type { SwitchContext } from "./context.js";
import { allStreams, classOfTrusted, portRoleEntry, remarkUntrusted, sourceAddress } from "./entries.js";

/**
 * What stands behind each port, and with which addresses: only that decides what a packet from there may do. Links between switches are
 * trusted with classes: the switch at the other end has already judged the packet where it came in.
 */
export function portEntries(context: SwitchContext): Entity[] {
  const { fabric, self, localHosts } = context;
  const links = fabric.links.flatMap(({ a, b, kind }) =>
    [a, b].filter((end) => end.switch === self.name).flatMap((end) => linkPort(end.port, kind)),
  );
  return [
    ...localHosts.map((host) => sourceAddress(host.port, host.ip)),
    ...localHosts.map((host) => hostPort(context, host)),
    ...links,
    portRoleEntry(controllerPort, portRole.controller, true),
  ];
}

/** Rings carry tokens only. */
function linkPort(port: number, kind: "ring" | "fabric"): Entity[] {
  if (kind === "ring") return [portRoleEntry(port, portRole.ring, true)];
  return [allStreams(port), portRoleEntry(port, portRole.fabric, true)];
}

/** Where the packets come in that tell a switch of a view that time passes. */
export function generatorEntry({ self }: SwitchContext): Entity {
  return portRoleEntry(self.generatorPort, portRole.generator, true);
}

function hostPort({ fabric, self }: SwitchContext, host: Host): Entity {
  const role = host.role === "log-server" ? portRole.logServer : portRole.host;
  const trusted = fabric.trustedPorts.some((end) => end.switch === self.name && end.port === host.port);
  return portRoleEntry(host.port, role, trusted);
}

/** For each DSCP value of a class: its queue where the port is trusted, and nothing special where it is not. */
export function classEntries({ fabric }: SwitchContext): Entity[] {
  return fabric.classes.flatMap(({ dscp, queue }) =>
    dscp.flatMap((value) => [classOfTrusted(value, queue), remarkUntrusted(value)]),
  );
}
