import type { IncomingHttpHeaders } from "node:http2";
import type { CallStatus } from "../status.js";

const unitsMs: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};
/** `setTimeout` counts in 31 bits; nobody waits for longer. */
const timeoutMsMax = 2 ** 31 - 1;

/** How long a call may take, as its caller says; absent: for ever. */
export function timeoutMs(headers: IncomingHttpHeaders): number | undefined {
  const text = headers["grpc-timeout"];
  const parts = typeof text === "string" ? /^(\d{1,8})([HMSmun])$/.exec(text) : null;
  if (parts === null) return undefined;
  return Math.min(Number(parts[1]) * (unitsMs[parts[2] ?? ""] ?? 0), timeoutMsMax);
}

/** How a call ended, as headers or trailers. Binary ones are in base 64 (the gRPC protocol over HTTP/2). */
export function statusHeaders({ code, details, detailsBytes }: CallStatus): Record<string, string | number> {
  return {
    "grpc-status": code,
    ...(details !== "" && { "grpc-message": percentEncoded(details) }),
    ...(detailsBytes !== undefined && {
      "grpc-status-details-bin": Buffer.from(detailsBytes).toString("base64"),
    }),
  };
}

/** All but visible ASCII characters, and the percent sign, as bytes of UTF-8. */
function percentEncoded(text: string): string {
  if (/^[ -$&-~]*$/.test(text)) return text;
  let encoded = "";
  for (const byte of Buffer.from(text)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}
