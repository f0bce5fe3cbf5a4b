import { action, directCounter, drop, exact, noAction, packet, table } from "../../dsl/index.js";
import { hdr } from "../headers.js";

const fenceOff = action("fence_off", {}, () => [drop()]);
const serverGuard = table("server_guard", {
  key: { egress_port: exact(packet.egressPort), kind: exact(hdr.ringworld.kind) },
  actions: [fenceOff, noAction],
  default: noAction(),
  size: 256,
  counter: directCounter("fenced_requests", "packets"),
  doc: "What does not leave by the port of a log server that is fenced off, though this very switch leads the stripe.",
});

/** Fences log servers off from the leader that is their own switch (paper, section 3.4). */
export const serverFence = {
  steps: [serverGuard.apply()],
  tables: { server_guard: serverGuard },
  actions: { fence_off: fenceOff },
} as const;
