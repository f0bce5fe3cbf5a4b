import type { SourcePosition } from "../../base/index.js";
import {
  bitType,
  type Expression,
  node,
  type Program,
  rewrite,
  type Statement,
  sameType,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { together } from "../statements.js";
import { standardMetadata } from "./standard-metadata.js";

/**
 * Turns decisions about where a packet goes into fields of `standard_metadata`. The last decision counts: sending
 * to a port takes back an earlier multicast, which v1model would otherwise prefer.
 */
export const lowerForwarding: Pass = {
  name: "lower-forwarding",
  run: (program): Program =>
    rewrite(program, (target) => {
      switch (target.kind) {
        case "sendToPort":
          return together(sendToPort(target.port, target.source), target.source);
        case "multicast":
          return setMetadata("mcast_grp", target.group, target.source);
        case "setPriority":
          return setMetadata("priority", target.priority, target.source);
        default:
          return target;
      }
    }),
};

/** Sends the packet to one port and nowhere else. */
export function sendToPort(port: Expression, source: SourcePosition): readonly Statement[] {
  const noGroup = node("constant", { type: bitType(16), value: 0n, source });
  return [setMetadata("egress_spec", port, source), setMetadata("mcast_grp", noGroup, source)];
}

function setMetadata(field: string, value: Expression, source: SourcePosition): Statement {
  const target = standardMetadata(field, source);
  return node("assign", { target, value: asType(value, target.type, source), source });
}

function asType(value: Expression, type: Expression["type"], source: SourcePosition): Expression {
  return sameType(value.type, type) ? value : node("cast", { type, operand: value, source });
}
