import { action, bit, sendTo, table } from "../../dsl/index.js";

const setSuccessor = action("set_successor", { port: bit(9) }, ({ port }) => [sendTo(port)]);
const ringSuccessorTable = table("ring_successor", {
  key: {},
  actions: [setSuccessor],
  size: 1,
  doc: "Where a token goes that a tick sends.",
});

/** Sends the token on, when no multicast group does. */
export const ringSuccessor = {
  steps: [ringSuccessorTable.apply()],
  tables: { ring_successor: ringSuccessorTable },
  actions: { set_successor: setSuccessor },
} as const;
