import type { Replica } from "p4runtime-js-grpc/values";

/** A clone session: where copies go, their class of service, and how long they may be (0: whole). */
export interface CloneSession {
  readonly replicas: readonly Replica[];
  readonly classOfService: number;
  readonly packetLengthBytes: number;
  /** Copies go to the replicas of this multicast group, too, whoever is in it then. */
  readonly multicastGroup?: number;
}

/** The packet replication engine: multicast groups and clone sessions. */
export class ReplicationEngine {
  readonly groups = new Map<number, readonly Replica[]>();
  /** What the controller keeps with its groups. */
  readonly groupMetadata = new Map<number, Uint8Array>();
  readonly sessions = new Map<number, CloneSession>();

  /** Replicas in the order in which copies leave: by replication id as they were written. */
  replicas(groupId: number): readonly Replica[] {
    return this.groups.get(groupId) ?? [];
  }

  /** Where copies of a session go. */
  copies({ replicas, multicastGroup }: CloneSession): readonly Replica[] {
    return multicastGroup === undefined ? replicas : [...this.replicas(multicastGroup), ...replicas];
  }
}
