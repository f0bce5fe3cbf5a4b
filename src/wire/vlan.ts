import { headerSpec } from "../base/index.js";

/** The tag of a virtual LAN (IEEE 802.1Q). */
export const vlan = headerSpec(
  "vlan_t",
  [
    { name: "pcp", width: 3, doc: "Priority code point (802.1p)." },
    { name: "dei", width: 1, doc: "Drop eligible." },
    { name: "vid", width: 12, doc: "The VLAN." },
    { name: "ether_type", width: 16, doc: "What follows." },
  ],
  "A VLAN tag: it stands after the Ethernet addresses, whose ether_type says so.",
);
