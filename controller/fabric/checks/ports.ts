import type { Finding } from "../findings.js";
import { controllerPort, defaultGeneratorPort, formatPort, parsePort, switchOfRack } from "../references.js";
import type { FabricDocument } from "../schema.js";
import { type Claim, repeated } from "./names.js";

/** Links end at switches that exist, no port has two cables, and classes are claimed at ports of hosts. */
export function checkPorts(document: FabricDocument): Finding[] {
  return [...checkEnds(document), ...checkUses(document), ...checkTrusted(document)];
}

function checkEnds(document: FabricDocument): Finding[] {
  const switches = new Set(document.switches.map((item) => item.name));
  const unknown = linkEnds(document).flatMap(({ value, path }): Finding[] => {
    const name = parsePort(value).switch;
    if (switches.has(name)) return [];
    const help = `Switches are ${[...switches].join(", ")}.`;
    return [{ code: "FABRIC-REFERENCE", path, message: `there is no switch "${name}"`, help }];
  });
  const loops = document.links.flatMap((link, index): Finding[] => {
    if (parsePort(link.a).switch !== parsePort(link.b).switch) return [];
    const message = `the link joins ${parsePort(link.a).switch} with itself`;
    return [{ code: "FABRIC-LINK", path: ["links", index], message, help: "Join two different switches." }];
  });
  return [...unknown, ...loops];
}

function checkUses(document: FabricDocument): Finding[] {
  return repeated(portUses(document)).map(({ claim }) => ({
    code: "FABRIC-PORT",
    path: claim.path,
    message: `port ${claim.value} is in use`,
    help: "Give each cable, the controller and the generator a port of their own.",
  }));
}

/** Every use of a port; the switches' own ports first, since a cable is easier to move. */
function portUses(document: FabricDocument): Claim[] {
  const own = document.switches.flatMap(({ name, generator_port: given }, index): Claim[] => [
    { value: formatPort({ switch: name, port: controllerPort }), path: ["switches", index] },
    {
      value: formatPort({ switch: name, port: given ?? defaultGeneratorPort }),
      path: ["switches", index, ...(given === undefined ? [] : ["generator_port"])],
    },
  ]);
  return [...own, ...hostPorts(document), ...linkEnds(document)];
}

function hostPorts(document: FabricDocument): Claim[] {
  const switches = switchOfRack(document);
  return document.hosts.flatMap((host, index) => {
    const name = switches.get(host.rack);
    if (name === undefined) return [];
    return [{ value: formatPort({ switch: name, port: host.port }), path: ["hosts", index, "port"] }];
  });
}

function linkEnds(document: FabricDocument): Claim[] {
  return document.links.flatMap((link, index) =>
    (["a", "b"] as const).map((end) => ({
      value: formatPort(parsePort(link[end])),
      path: ["links", index, end],
    })),
  );
}

function checkTrusted(document: FabricDocument): Finding[] {
  const hosts = new Set(hostPorts(document).map(({ value }) => value));
  return (document.trusted_ports ?? []).flatMap((text, index): Finding[] => {
    const value = formatPort(parsePort(text));
    if (hosts.has(value)) return [];
    const help = "Name ports that have a host; links between switches are trusted anyway.";
    return [
      {
        code: "FABRIC-REFERENCE",
        path: ["trusted_ports", index],
        message: `no host is at port ${value}`,
        help,
      },
    ];
  });
}
