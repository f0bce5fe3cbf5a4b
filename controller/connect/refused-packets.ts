import type { Entity } from "p4runtime-js-grpc/values";
import { tor } from "../../src/programs/index.js";
import { refusal } from "../../src/programs/tor/senders.js";

/** Why the data plane of a switch refuses packets (docs/PROTOCOL.md, Who may say what). */
export type RefusalReason = Exclude<keyof typeof refusal, "none">;

/** How many it has refused since the view began, by reason. */
export type RefusedPackets = Readonly<Record<RefusalReason, number>>;

/** Asks a switch for them. */
export const refusedPacketsFilter: Entity = tor.counters.refused.entry();

/** Reads what a switch answers. */
export function refusedPacketsIn(entities: readonly Entity[]): RefusedPackets {
  const packets = new Map(
    entities.flatMap((entity) =>
      entity.kind === "counterEntry" ? [[entity.index, Number(entity.data?.packets ?? 0n)] as const] : [],
    ),
  );
  const of = (reason: RefusalReason) => packets.get(refusal[reason]) ?? 0;
  return {
    spoofed: of("spoofed"),
    misplaced: of("misplaced"),
    notMember: of("notMember"),
    fenced: of("fenced"),
  };
}
