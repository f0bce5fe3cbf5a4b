import { node } from "../../ir/index.js";
import type { Pass } from "../pass.js";

/** v1model sends a packet that nothing was decided about to port 0. Ours is dropped, as on every other target. */
export const dropByDefault: Pass = {
  name: "drop-by-default",
  run(program) {
    const { ingress } = program;
    const drop = node("drop", { source: ingress.source });
    return { ...program, ingress: { ...ingress, body: [drop, ...ingress.body] } };
  },
};
