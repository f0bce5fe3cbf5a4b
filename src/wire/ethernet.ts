import { headerSpec } from "../base/index.js";

/** What follows an Ethernet header, by its `ether_type` (IEEE 802 numbers). */
export const etherType = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100, mpls: 0x8847, ipv6: 0x86dd } as const;

/** The Ethernet II header (IEEE 802.3). */
export const ethernet = headerSpec(
  "ethernet_t",
  [
    { name: "dst", width: 48, doc: "Destination MAC address." },
    { name: "src", width: 48, doc: "Source MAC address." },
    { name: "ether_type", width: 16, doc: "What follows.", values: etherType },
  ],
  "Ethernet II.",
);
