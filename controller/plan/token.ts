import type { Entity } from "p4runtime-js-grpc/values";
import type { SwitchContext } from "./context.js";
import { multicastGroup, setRing, setSuccessor, tokenCopy, tokenGroup } from "./entries.js";

/**
 * Where the copies of a token go when it leaves: on to the successor, back to the predecessor as its acknowledgement,
 * and as a release to the hosts of the rack that append. Log servers hold no tickets and get none.
 */
export function tokenEntries({ fabric, ring, localHosts }: SwitchContext): Entity[] {
  const hosts = localHosts.filter(({ role }) => role !== "log-server");
  const copies = [
    { port: ring.successor.port, instance: tokenCopy.successor },
    { port: ring.predecessor.port, instance: tokenCopy.predecessor },
    ...hosts.map(({ port }) => ({ port, instance: tokenCopy.host })),
  ];
  return [
    multicastGroup(tokenGroup, copies),
    setRing(fabric.ring.holdUntilTick),
    setSuccessor(ring.successor.port),
  ];
}
