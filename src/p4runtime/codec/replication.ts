import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";
import type { CloneSessionEntry, MulticastGroupEntry, Replica } from "../values.js";
import { decodeBits, encodeBits } from "./bytestring.js";
import { positiveInt32, uint32 } from "./numbers.js";

const port = { name: "a replica's port", bitWidth: 32 };

type EngineEntry = p4.PacketReplicationEngineEntry;

/** Section 9.5. */
export function encodeReplication(entry: MulticastGroupEntry | CloneSessionEntry): EngineEntry {
  const replicas = entry.replicas.map(encodeReplica);
  if (entry.kind === "multicastGroup") {
    const multicastGroupId = uint32(entry.groupId, "a multicast group id");
    const metadata = entry.metadata ?? new Uint8Array(0);
    return { type: { $case: "multicastGroupEntry", value: { multicastGroupId, replicas, metadata } } };
  }
  return {
    type: {
      $case: "cloneSessionEntry",
      value: {
        sessionId: uint32(entry.sessionId, "a clone session id"),
        replicas,
        classOfService: uint32(entry.classOfService, "a class of service"),
        packetLengthBytes: positiveInt32(entry.packetLengthBytes, "a packet length"),
      },
    },
  };
}

/** The inverse. */
export function decodeReplication(message: EngineEntry): MulticastGroupEntry | CloneSessionEntry {
  switch (message.type?.$case) {
    case "multicastGroupEntry": {
      const { multicastGroupId, replicas, metadata } = message.type.value;
      return {
        kind: "multicastGroup",
        groupId: multicastGroupId,
        replicas: replicas.map(decodeReplica),
        ...(metadata.length > 0 && { metadata }),
      };
    }
    case "cloneSessionEntry": {
      const { sessionId, replicas, classOfService, packetLengthBytes } = message.type.value;
      return {
        kind: "cloneSession",
        sessionId,
        replicas: replicas.map(decodeReplica),
        classOfService,
        packetLengthBytes: positiveInt32(packetLengthBytes, "a packet length"),
      };
    }
    default:
      throw new P4RuntimeError("INVALID_ARGUMENT", "neither a multicast group nor a clone session");
  }
}

function encodeReplica(replica: Replica): p4.Replica {
  const number = uint32(replica.port, port.name);
  return {
    portKind: replica.hasEgressPort
      ? { $case: "egressPort", value: number }
      : { $case: "port", value: encodeBits(BigInt(number), port) },
    instance: uint32(replica.instance, "a replica's instance"),
    backupReplicas: [],
  };
}

/** Reads both spellings of the port: bytes, and the older uint32. */
function decodeReplica(message: p4.Replica): Replica {
  if (message.backupReplicas.length > 0) throw new P4RuntimeError("UNIMPLEMENTED", "backup replicas");
  const { portKind, instance } = message;
  if (portKind === undefined) throw new P4RuntimeError("INVALID_ARGUMENT", "a replica without a port");
  if (portKind.$case === "egressPort") return { port: portKind.value, instance, hasEgressPort: true };
  return { port: Number(decodeBits(portKind.value, port)), instance };
}
