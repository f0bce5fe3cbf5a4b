import type { Entity } from "p4runtime-js-grpc/values";
import type { SwitchContext } from "./context.js";
import { portRole, setClass, setRole } from "./entries.js";

/** What stands behind each port: only that decides what a packet from there may do. */
export function portEntries({ fabric, self, localHosts }: SwitchContext): Entity[] {
  const hosts = localHosts.map((host) =>
    setRole(host.port, host.role === "log-server" ? portRole.logServer : portRole.host),
  );
  const links = fabric.links.flatMap(({ a, b, kind }) =>
    [a, b]
      .filter((end) => end.switch === self.name)
      .map((end) => setRole(end.port, kind === "ring" ? portRole.ring : portRole.fabric)),
  );
  return [
    ...hosts,
    ...links,
    setRole(self.controllerPort, portRole.controller),
    setRole(self.generatorPort, portRole.generator),
  ];
}

/**
 * The classes that each trusted port may claim. Links of the fabric are trusted: the switch at the other end has
 * already judged the packet where it came in.
 */
export function classEntries({ fabric, self }: SwitchContext): Entity[] {
  const hosts = fabric.trustedPorts.filter((port) => port.switch === self.name);
  const links = fabric.links
    .filter(({ kind }) => kind === "fabric")
    .flatMap(({ a, b }) => [a, b].filter((end) => end.switch === self.name));
  return [...hosts, ...links].flatMap(({ port }) =>
    fabric.classes.flatMap(({ dscp, queue }) => dscp.map((value) => setClass(value, port, queue))),
  );
}
