import { action, type Body, bit, counter, exact, packet, type Step, table, when } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { portRole } from "../ports.js";
import { meta } from "./meta.js";

/** Why the data plane refused a packet: the cells of the counter `refused`. */
export const refusal = { none: 0, spoofed: 1, misplaced: 2, notMember: 3, fenced: 4 } as const;

/** Cells of the counter of refused packets. */
const refusals = 8;

const ownAddress = action("own_address", {}, () => [meta.own_address.set(1)], {
  doc: "The packet comes from the host that has this address.",
});
const fencedAddress = action("fenced_address", {}, () => [meta.own_address.set(1), meta.fenced.set(1)], {
  doc: "The same, and the host is fenced off.",
});
const sourceAddress = table("source_address", {
  key: { ingress_port: exact(packet.ingressPort), source: exact(hdr.ipv4.src) },
  actions: [ownAddress, fencedAddress],
  size: 1024,
  doc: "The addresses of the hosts behind each port. A host sends with its own address, or not at all.",
});

const fence = action("fence", {}, () => [meta.server_fenced.set(1)], {
  doc: "The log server is suspected: nothing for the log is forwarded to it.",
});
const fencedServer = table("fenced_server", {
  key: { server: exact(hdr.ipv4.dst) },
  actions: [fence],
  size: 256,
  doc: "The log servers of this rack that are fenced off (paper, section 3.4).",
});

const isMember = action("is_member", { replica: bit(8) }, ({ replica }) => [
  meta.member.set(1),
  meta.voter.set(replica),
]);
const logServer = table("log_server", {
  key: { replica_set: exact(meta.replica_set), source: exact(hdr.ipv4.src) },
  actions: [isMember],
  size: 1024,
  doc: "The members of each replica set by address: who sent an acknowledgement says which member's it is.",
});

const refused = counter("refused", refusals, "packets", {
  doc: "Packets that the data plane refused: 1 another's address, 2 from where it cannot come, 3 of no member of the set, 4 of a fenced log server.",
});

const isHostPort = meta.role.equals(portRole.host).or(meta.role.equals(portRole.logServer));

/** Nobody forges (docs/PROTOCOL.md): who sent a packet follows from where it came in, and never from what it says. */
export const senders = {
  /** Finds out whether a host uses its own address. */
  findSource: [sourceAddress.apply()],
  /** Does `honest`, unless a host of this rack has taken somebody else's address. */
  guard: (honest: Body): Step =>
    when(isHostPort.and(meta.own_address.equals(0)), [meta.refusal.set(refusal.spoofed)], honest),
  /** Finds the member of the replica set that an acknowledgement comes from. */
  findMember: [logServer.apply()],
  /** Finds out whether the log server that a message is for is fenced off. */
  findFence: [fencedServer.apply()],
  count: [when(meta.refusal.notEquals(refusal.none), [refused.count(meta.refusal)])],
  tables: { source_address: sourceAddress, log_server: logServer, fenced_server: fencedServer },
  actions: { own_address: ownAddress, fenced_address: fencedAddress, fence, is_member: isMember },
  counters: { refused },
} as const;
