import { tor } from "../../src/programs/index.js";
import type { PortOfSwitch } from "./model.js";
import type { FabricDocument } from "./schema.js";

/** Reads `s1/33`. The schema has made sure that it looks like this. */
export function parsePort(text: string): PortOfSwitch {
  const slash = text.lastIndexOf("/");
  return { switch: text.slice(0, slash), port: Number(text.slice(slash + 1)) };
}

/** `s1/33` */
export function formatPort({ switch: name, port }: PortOfSwitch): string {
  return `${name}/${port}`;
}

/** The port on which packets to and from the controller pass: the program says which. */
export const controllerPort = tor.ir.cpuPort;
/** The default of `generator_port`. */
export const defaultGeneratorPort = 509;

/** The name of the switch of each rack. */
export function switchOfRack(document: FabricDocument): ReadonlyMap<string, string> {
  return new Map(document.switches.map((item) => [item.rack, item.name]));
}

/** The ports of `from` whose ring link leads to `to`, whichever end is written first. */
export function ringPortsTowards(
  document: FabricDocument,
  from: string,
  to: string,
): readonly PortOfSwitch[] {
  return document.links
    .filter((link) => link.kind === "ring")
    .flatMap((link) => {
      const a = parsePort(link.a);
      const b = parsePort(link.b);
      if (a.switch === from && b.switch === to) return [a];
      return b.switch === from && a.switch === to ? [b] : [];
    });
}

/** The address a switch is given, or else the last but one of its rack's subnet: 10.0.1.254 in 10.0.1.0/24. */
export function addressOfSwitch(given: string | undefined, subnet: string | undefined): string {
  return given ?? (subnet ?? "0.0.0.0/24").replace(/[0-9]+\/[0-9]+$/, "254");
}
