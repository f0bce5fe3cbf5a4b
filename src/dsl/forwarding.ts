import { bitType, node } from "../ir/index.js";
import type { Bit } from "./numbers.js";
import { groupWidth, portWidth, priorityWidth } from "./packet.js";
import { here } from "./position.js";
import { type Step, scopedStep } from "./step.js";
import { expressionOf, type NumberLiteral, type Value } from "./value.js";

/** A packet that nothing sends anywhere is dropped, on every target. */
const anywhere = ["control", "action"] as const;

/** Sends the packet out of `port`. A later `sendTo` replaces it, `drop` takes it back. */
export function sendTo(port: Bit<9> | NumberLiteral): Step {
  const source = here();
  return scopedStep(source, (scope) => {
    scope.require(anywhere, "sendTo", source);
    return node("sendToPort", { port: expressionOf(bitType(portWidth), port, source), source });
  });
}

/** Sends a copy of the packet to every member of the multicast group; group 0 is none. */
export function multicast(group: Bit<16> | NumberLiteral): Step {
  const source = here();
  return scopedStep(source, (scope) => {
    scope.require(anywhere, "multicast", source);
    return node("multicast", { group: expressionOf(bitType(groupWidth), group, source), source });
  });
}

/** Drops the packet: takes back `sendTo` and `multicast`. */
export function drop(): Step {
  const source = here();
  return scopedStep(source, (scope) => {
    scope.require(anywhere, "drop", source);
    return node("drop", { source });
  });
}

/** Chooses the queue of the outgoing port; greater priorities go first. */
export function setPriority(priority: Bit<3> | NumberLiteral): Step {
  const source = here();
  return scopedStep(source, (scope) => {
    scope.require(anywhere, "setPriority", source);
    return node("setPriority", { priority: expressionOf(bitType(priorityWidth), priority, source), source });
  });
}

/** Sends the packet through the switch once more, as the deparser makes it. Only headers survive. */
export function recirculate(): Step {
  const source = here();
  return scopedStep(source, (scope) => {
    scope.require(anywhere, "recirculate", source);
    return node("recirculate", { source });
  });
}

/** Ingress: sends the packet as it came in to the parser again, with these metadata fields kept. */
export function resubmit(preserved: readonly Value[] = []): Step {
  const source = here();
  return scopedStep(source, (scope) => {
    scope.require(anywhere, "resubmit", source);
    return node("resubmit", { preserved: preserved.map((value) => value.ir), source });
  });
}

/** Bits of a clone session. */
const sessionWidth = 32;

/**
 * Makes a copy of the packet for a clone session. From ingress it is the packet as it came in; from egress, as
 * the deparser makes it. These metadata fields go with it.
 */
export function clone(
  from: "ingress" | "egress",
  session: Bit<32> | NumberLiteral,
  preserved: readonly Value[] = [],
): Step {
  const source = here();
  return scopedStep(source, (scope) => {
    scope.require(anywhere, "clone", source);
    return node("clone", {
      from,
      session: expressionOf(bitType(sessionWidth), session, source),
      preserved: preserved.map((value) => value.ir),
      source,
    });
  });
}

/** Cuts the packet, headers included, to `length` bytes. */
export function truncate(length: Bit<32> | NumberLiteral): Step {
  const source = here();
  return scopedStep(source, (scope) => {
    scope.require(anywhere, "truncate", source);
    return node("truncate", { length: expressionOf(bitType(32), length, source), source });
  });
}
