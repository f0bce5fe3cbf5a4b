import { action, type BitVariable, bit, exact, setPriority, table, when } from "../dsl/index.js";
import { hdr } from "./headers.js";

const setClass = action("set_class", { priority: bit(3) }, ({ priority }) => [setPriority(priority)], {
  doc: "Puts the packet into the queue of its class.",
});

const remark = action(
  "remark",
  { dscp: bit(6), priority: bit(3) },
  ({ dscp, priority }) => [hdr.ipv4.dscp.set(dscp), setPriority(priority)],
  { doc: "Takes a claim away that the sender has no right to." },
);

/**
 * The traffic class of a packet, from its DSCP. A class that anyone may claim protects nobody: only packets of trusted
 * ports keep what they claim (Vivace, section 4: priority at the network edge of a site).
 *
 * @param trusted 1 when the packet came in at a port that may claim a class
 */
export function trafficClass(trusted: BitVariable<1>) {
  const dscpClass = table("dscp_class", {
    key: { dscp: exact(hdr.ipv4.dscp), trusted: exact(trusted) },
    actions: [setClass, remark],
    size: 128,
    doc: "Maps a packet's DSCP to its traffic class; untrusted claims are re-marked.",
  });
  return {
    steps: [when(hdr.ipv4.isValid(), [dscpClass.apply()])],
    tables: { dscp_class: dscpClass },
    actions: { set_class: setClass, remark },
  } as const;
}
