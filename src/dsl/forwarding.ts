import { bitType, node } from "../ir/index.js";
import type { BitLike } from "./number-like.js";
import { groupWidth, portWidth, priorityWidth } from "./packet.js";
import { here } from "./position.js";
import { afterParser, placedStep, type Step } from "./step.js";
import { expressionOf, type NumberLiteral, type Value } from "./value.js";

/**
 * Sends the packet out of `port`. A later `sendTo` replaces it, `drop` takes it back.
 *
 * @example
 * ```ts
 * sendTo(3)
 * ```
 * ```p4
 * standard_metadata.egress_spec = 3;
 * standard_metadata.mcast_grp = 0;
 * ```
 */
export function sendTo(port: BitLike<9> | NumberLiteral): Step {
  const source = here();
  const statement = node("sendToPort", { port: expressionOf(bitType(portWidth), port, source), source });
  return placedStep(statement, afterParser, "sendTo");
}

/**
 * Sends a copy of the packet to every member of the multicast group; group 0 is none.
 *
 * @example
 * ```ts
 * multicast(7)
 * ```
 * ```p4
 * standard_metadata.mcast_grp = 7;
 * ```
 */
export function multicast(group: BitLike<16> | NumberLiteral): Step {
  const source = here();
  const statement = node("multicast", { group: expressionOf(bitType(groupWidth), group, source), source });
  return placedStep(statement, afterParser, "multicast");
}

/**
 * Drops the packet: takes back `sendTo` and `multicast`.
 *
 * @example
 * ```ts
 * when(hdr.ipv4.ttl.equals(0), drop())
 * ```
 * ```p4
 * if (hdr.ipv4.ttl == 0) {
 *     mark_to_drop(standard_metadata);
 * }
 * ```
 */
export function drop(): Step {
  const source = here();
  const statement = node("drop", { source });
  return placedStep(statement, afterParser, "drop");
}

/**
 * Chooses the queue of the outgoing port; greater priorities go first.
 *
 * @example
 * ```ts
 * setPriority(hdr.ipv4.dscp.slice(5, 3))
 * ```
 * ```p4
 * standard_metadata.priority = hdr.ipv4.dscp[5:3];
 * ```
 */
export function setPriority(priority: BitLike<3> | NumberLiteral): Step {
  const source = here();
  const statement = node("setPriority", {
    priority: expressionOf(bitType(priorityWidth), priority, source),
    source,
  });
  return placedStep(statement, afterParser, "setPriority");
}

/**
 * Sends the packet through the switch once more, as the deparser makes it. Headers survive, and the metadata fields
 * that are named; targets without room for those refuse them.
 *
 * @example
 * ```ts
 * recirculate([meta.ticket])
 * ```
 * ```p4
 * @field_list(1)
 * bit<1>  recirculate_flag;
 * standard_metadata.egress_spec = standard_metadata.ingress_port;
 * standard_metadata.mcast_grp = 0;
 * meta.recirculate_flag = 1;
 * if (meta.recirculate_flag == 1) {
 *     recirculate_preserving_field_list(1);
 * }
 * ```
 */
export function recirculate(preserved: readonly Value[] = []): Step {
  const source = here();
  const statement = node("recirculate", { preserved: preserved.map((value) => value.ir), source });
  return placedStep(statement, afterParser, "recirculate");
}

/**
 * Ingress: sends the packet as it came in to the parser again, with these metadata fields kept.
 *
 * @example
 * ```ts
 * when(packet.isRecirculated.not(), resubmit([meta.ticket, meta.seen]))
 * ```
 * ```p4
 * @field_list(1)
 * @field_list(1)
 * if (!(standard_metadata.instance_type == 4)) {
 *     resubmit_preserving_field_list(1);
 * }
 * ```
 */
export function resubmit(preserved: readonly Value[] = []): Step {
  const source = here();
  const statement = node("resubmit", { preserved: preserved.map((value) => value.ir), source });
  return placedStep(statement, afterParser, "resubmit");
}

/** Bits of a clone session. */
const sessionWidth = 32;

/**
 * Makes a copy of the packet for a clone session. From ingress it is the packet as it came in; from egress, as
 * the deparser makes it. These metadata fields go with it.
 *
 * @example
 * ```ts
 * clone("ingress", 5, [meta.port])
 * ```
 * ```p4
 * @field_list(1)
 * clone_preserving_field_list(CloneType.I2E, 5, 1);
 * ```
 * @example
 * ```ts
 * clone("egress", 6)
 * ```
 * ```p4
 * clone(CloneType.E2E, 6);
 * ```
 */
export function clone(
  from: "ingress" | "egress",
  session: BitLike<32> | NumberLiteral,
  preserved: readonly Value[] = [],
): Step {
  const source = here();
  const statement = node("clone", {
    from,
    session: expressionOf(bitType(sessionWidth), session, source),
    preserved: preserved.map((value) => value.ir),
    source,
  });
  return placedStep(statement, afterParser, "clone");
}

/**
 * Cuts the packet, headers included, to `length` bytes.
 *
 * @example
 * ```ts
 * truncate(128)
 * ```
 * ```p4
 * truncate(32w128);
 * ```
 */
export function truncate(length: BitLike<32> | NumberLiteral): Step {
  const source = here();
  const statement = node("truncate", { length: expressionOf(bitType(32), length, source), source });
  return placedStep(statement, afterParser, "truncate");
}
