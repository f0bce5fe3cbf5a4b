import { formatIpv4, parseIpv4 } from "../../src/wire/index.js";

/** An IPv4 subnet. */
export interface Subnet {
  /** Its first address, a 32-bit number. */
  readonly address: number;
  readonly prefixLength: number;
}

/** Reads `10.0.1.0/24`; undefined when it is none, or has bits set behind the prefix. */
export function parseSubnet(text: string): Subnet | undefined {
  const [addressText = "", lengthText = ""] = text.split("/");
  const address = parseIpv4(addressText);
  const prefixLength = Number(lengthText);
  if (address === undefined || !Number.isInteger(prefixLength) || prefixLength > 32) return undefined;
  return address % sizeOf(prefixLength) === 0 ? { address, prefixLength } : undefined;
}

/** True for an address of the subnet that a host may have: neither the network's own nor the broadcast one. */
export function isHostOf(ip: number, subnet: Subnet): boolean {
  const host = ip - subnet.address;
  return host > 0 && host < sizeOf(subnet.prefixLength) - 1;
}

/** `10.0.1.0/24` */
export function formatSubnet(subnet: Subnet): string {
  return `${formatIpv4(subnet.address)}/${subnet.prefixLength}`;
}

function sizeOf(prefixLength: number): number {
  return 2 ** (32 - prefixLength);
}
