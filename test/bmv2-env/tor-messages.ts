import { type Random, randomFraction } from "../../src/base/index.js";
import { outgoing } from "../../src/ringworld/index.js";
import {
  encodeFrame,
  parseIpv4,
  type RingWorldKindName,
  readAll,
  ringworldKind,
} from "../../src/wire/index.js";
import type { PortFrame } from "../emit/support/data-plane.js";

/** Ports of switch s1 of the default fabric, by what stands behind them; 8 has nothing behind it. */
const ports = {
  logServer: [1, 2, 3],
  host: [4, 5, 6],
  controller: [7],
  nobody: [8],
  fabric: [17, 18, 19],
  ring: [33, 34, 35],
  generator: [509],
};

/** The messages that each kind of neighbour sends in earnest. */
const sensible: readonly (readonly [keyof typeof ports, readonly RingWorldKindName[]])[] = [
  ["host", ["append", "ticket", "ticket", "write", "write", "read", "fill", "releaseQuery"]],
  ["fabric", ["write", "write", "stored", "stored", "stored", "read", "fill", "committed", "store", "data"]],
  ["logServer", ["stored", "stored", "write", "refused", "data", "sealed"]],
  ["ring", ["token", "token", "tokenAck"]],
  ["controller", ["status", "setLane", "seal", "token"]],
  ["generator", ["tick"]],
];

/** The hosts of the rack, and a member of a replica set behind each fabric port. */
const owners: ReadonlyMap<number, string> = new Map([
  [1, "10.0.1.1"],
  [2, "10.0.1.2"],
  [3, "10.0.1.3"],
  [4, "10.0.1.11"],
  [5, "10.0.1.12"],
  [6, "10.0.1.21"],
  [17, "10.0.2.2"],
  [18, "10.0.3.2"],
  [19, "10.0.4.1"],
]);

const addresses = ["10.0.1.254", "10.0.1.1", "10.0.1.11", "10.0.2.254", "10.0.3.7", "10.0.4.2", "192.0.2.1"];

/** A random number below `limit`. */
function below(random: Random, limit: number): number {
  return Math.floor(randomFraction(random) * limit);
}

function oneOf<T>(random: Random, items: readonly T[]): T {
  const item = items[below(random, items.length)];
  if (item === undefined) throw new Error("a choice of nothing");
  return item;
}

function address(random: Random): number {
  return parseIpv4(oneOf(random, addresses)) ?? 0;
}

/** Mostly the address of who is behind the port, sometimes somebody else's. */
function source(random: Random, port: number): number {
  const owner = owners.get(port);
  return owner === undefined || below(random, 8) === 0 ? address(random) : (parseIpv4(owner) ?? 0);
}

/**
 * Messages as they arrive at the ToR switch s1: mostly what its neighbours would send, sometimes forged or from
 * another view. Their fields are from small ranges, so that many messages are about the same lane, slot and epoch.
 *
 * After an append the token comes: two that wait overtake each other as they loop, in an order that no switch
 * promises.
 */
export function randomArrivals(random: Random, count: number): readonly PortFrame[] {
  let tokenSequence = 0;
  const arrivals: PortFrame[] = [];
  while (arrivals.length < count) {
    const { port, kind } = randomArrival(random);
    if (kind === "token") tokenSequence += below(random, 4);
    arrivals.push({ port, frame: frameOf(random, port, kind, tokenSequence) });
    if (kind !== "append") continue;
    tokenSequence += 1;
    const ringPort = oneOf(random, ports.ring);
    arrivals.push({ port: ringPort, frame: frameOf(random, ringPort, "token", tokenSequence, 1) });
  }
  return arrivals;
}

function randomArrival(random: Random): { readonly port: number; readonly kind: RingWorldKindName } {
  const [role, kinds] = oneOf(random, sensible);
  if (below(random, 10) > 0) return { port: oneOf(random, ports[role]), kind: oneOf(random, kinds) };
  const anyKind = oneOf(random, Object.keys(ringworldKind) as RingWorldKindName[]);
  return { port: oneOf(random, oneOf(random, Object.values(ports))), kind: anyKind };
}

function frameOf(
  random: Random,
  port: number,
  kind: RingWorldKindName,
  tokenSequence: number,
  view = below(random, 12) === 0 ? 2 : 1,
): Uint8Array {
  const isAboutToken = kind === "token" || kind === "tokenAck";
  const fields = {
    view,
    epoch: below(random, 8),
    ticket: below(random, 12),
    count: kind === "read" && below(random, 4) === 0 ? readAll : below(random, 4),
    index_hi: below(random, 20) === 0 ? 1 : 0,
    index_lo: isAboutToken && below(random, 4) === 0 ? 0xffff_ffff : below(random, 64),
    sequence: isAboutToken ? tokenSequence : below(random, 4),
    client: BigInt(below(random, 3)),
    request: below(random, 3),
    tag: below(random, 3),
    reply_to: address(random),
    replica: 1 << below(random, 3),
    code: 0,
  };
  const payload = Uint8Array.from({ length: below(random, 40) }, () => below(random, 256));
  const { header } = outgoing(0, kind, fields, payload);
  return encodeFrame({
    ethernet: { dst: BigInt(random.nextUint32()), src: BigInt(random.nextUint32()) },
    ipv4: { src: source(random, port), dst: address(random), dscp: oneOf(random, [0, 0, 46]) },
    ringworld: header,
    payload,
  });
}
