/** The IPv4 address `10.0.rack.host` of a host as a 32-bit number; racks and hosts count from 1. */
export function rackHostAddress(rack: number, host: number): number {
  return ((10 << 24) | (rack << 8) | host) >>> 0;
}

/** The IPv4 address of a rack's ToR switch itself. */
export function rackSwitchAddress(rack: number): number {
  return rackHostAddress(rack, 254);
}

/** The locally administered MAC address `02:00:a:b:c:d` that belongs to the IPv4 address a.b.c.d. */
export function macOfIpv4(address: number): bigint {
  return 0x020000000000n | BigInt(address);
}

/** Reads `10.0.1.2`; undefined when the text is no IPv4 address. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const octets = parts.map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  return octets.reduce((address, octet) => address * 256 + octet, 0);
}

/** Writes an IPv4 address as `10.0.1.2`. */
export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join(".");
}

/** Writes a MAC address as `02:00:0a:00:01:02`. */
export function formatMac(address: bigint): string {
  return address.toString(16).padStart(12, "0").match(/../g)?.join(":") ?? "";
}

/** Reads `02:00:0a:00:01:02`; undefined when the text is no MAC address. */
export function parseMac(text: string): bigint | undefined {
  return /^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/.test(text)
    ? BigInt(`0x${text.replaceAll(":", "")}`)
    : undefined;
}
