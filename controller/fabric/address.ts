import ipaddr from "ipaddr.js";

/** An IPv4 address as the number that the switch compares. */
export type Ipv4 = bigint;
/** An Ethernet address as a number. */
export type Mac = bigint;

/** Reads four decimal numbers with dots; undefined when one of them is above 255 or has a leading zero. */
export function parseIpv4(text: string): Ipv4 | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) || /(^|\.)0[0-9]/.test(text)) return undefined;
  return ipaddr.IPv4.parse(text)
    .toByteArray()
    .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** `10.0.1.7` */
export function formatIpv4(ip: Ipv4): string {
  return [24n, 16n, 8n, 0n].map((shift) => (ip >> shift) & 0xffn).join(".");
}

/** Reads six bytes in hexadecimal with colons. */
export function parseMac(text: string): Mac {
  return BigInt(`0x${text.replaceAll(":", "")}`);
}

/** `02:00:0a:00:01:07` */
export function formatMac(mac: Mac): string {
  const digits = mac.toString(16).padStart(12, "0");
  return (digits.match(/../g) ?? []).join(":");
}

/** The Ethernet address of a host that has none of its own: locally administered, 02:00 and the IPv4 address. */
export function macOfIpv4(ip: Ipv4): Mac {
  return (0x0200n << 32n) | ip;
}

/** An IPv4 subnet. */
export interface Subnet {
  readonly address: Ipv4;
  readonly prefixLength: number;
}

/** Reads `10.0.1.0/24`; undefined when it is none, or has bits set behind the prefix. */
export function parseSubnet(text: string): Subnet | undefined {
  const [addressText = "", lengthText = ""] = text.split("/");
  const address = parseIpv4(addressText);
  const prefixLength = Number(lengthText);
  if (address === undefined || !Number.isInteger(prefixLength) || prefixLength > 32) return undefined;
  const subnet = { address, prefixLength };
  return networkOf(address, subnet) === address ? subnet : undefined;
}

/** True for an address of the subnet that a host may have: neither the network's own nor the broadcast one. */
export function isHostOf(ip: Ipv4, subnet: Subnet): boolean {
  const hostBits = BigInt(32 - subnet.prefixLength);
  const host = ip & ((1n << hostBits) - 1n);
  return networkOf(ip, subnet) === subnet.address && host !== 0n && host !== (1n << hostBits) - 1n;
}

/** `10.0.1.0/24` */
export function formatSubnet(subnet: Subnet): string {
  return `${formatIpv4(subnet.address)}/${subnet.prefixLength}`;
}

function networkOf(ip: Ipv4, subnet: Subnet): Ipv4 {
  const hostBits = BigInt(32 - subnet.prefixLength);
  return (ip >> hostBits) << hostBits;
}
