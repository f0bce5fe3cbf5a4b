import { formatMac, macOfIpv4, parseIpv4, parseMac } from "../../../src/wire/index.js";
import type { Finding } from "../findings.js";
import { addressOfSwitch } from "../references.js";
import type { FabricDocument } from "../schema.js";
import type { YamlPath } from "../source.js";
import { isHostOf, parseSubnet, type Subnet } from "../subnet.js";
import { type Claim, repeated } from "./names.js";

/** Subnets do not overlap, addresses lie in the subnet of their rack, and nobody shares one. */
export function checkAddresses(document: FabricDocument): Finding[] {
  const subnets = new Map(document.racks.map((rack) => [rack.name, parseSubnet(rack.subnet)]));
  const nodes = addressed(document);
  return [
    ...checkSubnets(document),
    ...nodes.flatMap((node) => checkAddress(node, subnets.get(node.rack))),
    ...checkUnique(nodes),
  ];
}

/** A switch or a host, and where its addresses stand. */
interface Addressed {
  readonly rack: string;
  readonly ip: string;
  readonly ipPath: YamlPath;
  readonly mac: string | undefined;
  readonly macPath: YamlPath;
}

function addressed(document: FabricDocument): Addressed[] {
  const place = (section: string, index: number, item: { ip?: string; mac?: string }) => ({
    mac: item.mac,
    ipPath: item.ip === undefined ? [section, index] : [section, index, "ip"],
    macPath: item.mac === undefined ? [section, index] : [section, index, "mac"],
  });
  const subnets = new Map(document.racks.map((rack) => [rack.name, rack.subnet]));
  return [
    ...document.switches.map((item, index) => ({
      rack: item.rack,
      ip: addressOfSwitch(item.ip, subnets.get(item.rack)),
      ...place("switches", index, item),
    })),
    ...document.hosts.map((item, index) => ({
      rack: item.rack,
      ip: item.ip,
      ...place("hosts", index, item),
    })),
  ];
}

function checkSubnets(document: FabricDocument): Finding[] {
  const wrong = document.racks.flatMap((rack, index) =>
    parseSubnet(rack.subnet) === undefined
      ? [
          address(
            ["racks", index, "subnet"],
            `${rack.subnet} is not an IPv4 subnet`,
            "Write it as 10.0.1.0/24.",
          ),
        ]
      : [],
  );
  const claims = document.racks.map((rack, index) => ({
    value: rack.subnet,
    path: ["racks", index, "subnet"],
  }));
  const help = "Give each rack a subnet of its own.";
  const shared = repeated(claims).map(({ claim }) =>
    address(claim.path, `${claim.value} is taken by another rack`, help),
  );
  return [...wrong, ...shared];
}

function checkAddress(node: Addressed, subnet: Subnet | undefined): Finding[] {
  if (subnet === undefined) return [];
  const ip = parseIpv4(node.ip);
  if (ip === undefined) {
    return [
      address(
        node.ipPath,
        `${node.ip} is not an IPv4 address`,
        "Write four numbers up to 255, without leading zeros.",
      ),
    ];
  }
  if (isHostOf(ip, subnet)) return [];
  return [
    address(
      node.ipPath,
      `${node.ip} is not an address of a host in the subnet of rack ${node.rack}`,
      "Take an address of that subnet, neither its first nor its last.",
    ),
  ];
}

function checkUnique(nodes: readonly Addressed[]): Finding[] {
  const ips: Claim[] = nodes.map((node) => ({ value: node.ip, path: node.ipPath }));
  const macs: Claim[] = nodes.flatMap((node) => {
    const value = macOf(node);
    return value === undefined ? [] : [{ value, path: node.macPath }];
  });
  const taken = (claims: Claim[]) =>
    repeated(claims).map(({ claim }) =>
      address(claim.path, `${claim.value} is taken by another node`, "Give each node an address of its own."),
    );
  const sharedIps = taken(ips);
  // A derived Ethernet address is shared only because the IPv4 address is: one finding is enough.
  const explicit = taken(macs).filter(({ path }) => path.at(-1) === "mac");
  const multicast = nodes.flatMap((node) => checkUnicast(node));
  return [...sharedIps, ...explicit, ...multicast];
}

function macOf(node: Addressed): string | undefined {
  if (node.mac !== undefined) return node.mac.toLowerCase();
  const ip = parseIpv4(node.ip);
  return ip === undefined ? undefined : formatMac(macOfIpv4(ip));
}

function checkUnicast(node: Addressed): Finding[] {
  const firstByte = (parseMac(node.mac ?? "") ?? 0n) >> 40n;
  if (firstByte % 2n === 0n) return [];
  return [address(node.macPath, `${node.mac} is a multicast address`, "Make the first byte even.")];
}

function address(path: YamlPath, message: string, help: string): Finding {
  return { code: "FABRIC-ADDRESS", path, message, help };
}
