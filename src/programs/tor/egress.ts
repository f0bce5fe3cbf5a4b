import { action, bit, exact, packet, section, table, variable, when } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { subtractCountFromIndex } from "./index-arithmetic.js";
import { meta } from "./meta.js";
import { kind } from "./operations.js";
import { serverFence } from "./server-guard.js";
import { tokenCopy } from "./sizes.js";
import { subscription } from "./subscription.js";

const { ringworld } = hdr;
const broadcastMac = 0xffff_ffff_ffffn;
const broadcastIp = 0xffff_ffffn;

const toReplica = action(
  "to_replica",
  { server_ip: bit(32), server_mac: bit(48), replica: bit(8) },
  ({ server_ip, server_mac, replica }) => [
    hdr.ipv4.dst.set(server_ip),
    hdr.ethernet.dst.set(server_mac),
    ringworld.replica.set(replica),
  ],
);
const replicaCopy = table("replica_copy", {
  key: { replica_set: exact(meta.replica_set), egress_rid: exact(packet.replicationId) },
  actions: [toReplica],
  size: 1024,
  doc: "Addresses a copy for a replica set to the member that it is for.",
});

/** The low half of an index before something is taken from it. */
const lowBefore = variable("low_before", bit(32));

const acknowledge = section("The predecessor learns that its token has come", [
  ringworld.kind.set(kind.tokenAck),
  ringworld.sequence.set(ringworld.sequence.subtract(1)),
]);

const release = section("The hosts of the rack learn the indices of their tickets", [
  ringworld.kind.set(kind.release),
  subtractCountFromIndex(lowBefore),
  hdr.ipv4.src.set(meta.switch_ip),
  hdr.ipv4.dst.set(broadcastIp),
  hdr.ethernet.dst.set(broadcastMac),
]);

const isCopy = packet.replicationId.notEquals(0);
const isToken = ringworld.kind.equals(kind.token);

/** Turns the copies of a multicast into what each receiver needs. UDP checksums do not survive a changed header. */
export const egress = {
  steps: [
    when(ringworld.isValid(), [
      hdr.udp.checksum.set(0),
      subscription.steps,
      serverFence.steps,
      when(isCopy, [
        when(
          isToken,
          [
            when(
              packet.replicationId.equals(tokenCopy.predecessor),
              [acknowledge],
              [when(packet.replicationId.equals(tokenCopy.host), [release])],
            ),
          ],
          [replicaCopy.apply()],
        ),
      ]),
    ]),
  ],
  tables: { replica_copy: replicaCopy, ...subscription.tables, ...serverFence.tables },
  actions: { to_replica: toReplica, ...subscription.actions, ...serverFence.actions },
} as const;
