import { headerSpec } from "../base/index.js";

/** What follows an IPv4 header, by its `protocol` (IANA protocol numbers). */
export const ipProtocol = { icmp: 1, tcp: 6, udp: 17 } as const;

/** The IPv4 header without options (RFC 791); the type of service is split as in RFC 2474 and RFC 3168. */
export const ipv4 = headerSpec(
  "ipv4_t",
  [
    { name: "version", width: 4, doc: "4." },
    { name: "ihl", width: 4, doc: "Length of the header in words of 32 bits; 5 without options." },
    { name: "dscp", width: 6, doc: "Differentiated services code point: the traffic class." },
    { name: "ecn", width: 2, doc: "Explicit congestion notification." },
    { name: "total_length", width: 16, doc: "Bytes of this header and all that follows." },
    { name: "identification", width: 16, doc: "Joins the fragments of one datagram." },
    { name: "flags", width: 3, doc: "Reserved, don't fragment, more fragments." },
    { name: "fragment_offset", width: 13, doc: "Where a fragment belongs, in units of 8 bytes." },
    { name: "ttl", width: 8, doc: "Hops that are left." },
    { name: "protocol", width: 8, doc: "What follows.", values: ipProtocol },
    { name: "header_checksum", width: 16, doc: "Internet checksum of this header." },
    { name: "src", width: 32, doc: "Source address." },
    { name: "dst", width: 32, doc: "Destination address." },
  ],
  "IPv4 without options.",
);
