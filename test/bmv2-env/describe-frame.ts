import { decodeFrame, formatIpv4, indexOf, ringworldKind } from "../../src/wire/index.js";

const names = new Map<number, string>(Object.entries(ringworldKind).map(([name, kind]) => [kind, name]));

/** What a message says, in a line for people. */
export function describeFrame(bytes: Uint8Array): string {
  const decoded = decodeFrame(bytes);
  if (!decoded.ok) return decoded.code;
  const { ringworld: header, ipv4 } = decoded.frame;
  const { code, view, epoch, ticket, count, sequence, request, tag, replica } = header;
  const index = indexOf(header);
  const fields = { code, view, epoch, ticket, count, index, sequence, request, tag, replica };
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  const way = `${formatIpv4(ipv4.src)} → ${formatIpv4(ipv4.dst)}`;
  return `${way} ${names.get(header.kind) ?? header.kind} ${shown.join(" ")}`;
}
