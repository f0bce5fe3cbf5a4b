import type { Entity } from "p4runtime-js-grpc/values";
import { tokenCopy } from "../../src/programs/tor/sizes.js";
import type { SwitchContext } from "./context.js";
import { successor, tokenCopies } from "./entries.js";

/**
 * Where the copies of a token go when it leaves: on to the successor, back to the predecessor as its acknowledgement,
 * and as a release to the hosts of the rack that append. Log servers hold no tickets and get none. Without the first copy, the token
 * leaves at the next tick.
 */
export function tokenEntries({ fabric, ring, localHosts }: SwitchContext): Entity[] {
  if (ring === undefined) return [];
  const hosts = localHosts.filter(({ role }) => role !== "log-server");
  const copies = [
    ...(fabric.ring.holdUntilTick ? [] : [{ port: ring.successor.port, instance: tokenCopy.successor }]),
    { port: ring.predecessor.port, instance: tokenCopy.predecessor },
    ...hosts.map(({ port }) => ({ port, instance: tokenCopy.host })),
  ];
  return [tokenCopies(copies), successor(ring.successor.port)];
}
