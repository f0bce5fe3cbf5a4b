import { headerSpec } from "../base/index.js";

/** The UDP header (RFC 768). */
export const udp = headerSpec(
  "udp_t",
  [
    { name: "src_port", width: 16, doc: "Source port." },
    { name: "dst_port", width: 16, doc: "Destination port." },
    { name: "length", width: 16, doc: "Bytes of this header and the data." },
    { name: "checksum", width: 16, doc: "0: none." },
  ],
  "UDP.",
);
