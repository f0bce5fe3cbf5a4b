import { headerSpec } from "../base/index.js";

/** An entry of an MPLS label stack (RFC 3032). */
export const mpls = headerSpec(
  "mpls_t",
  [
    { name: "label", width: 20, doc: "The label." },
    { name: "exp", width: 3, doc: "Traffic class, once experimental (RFC 5462)." },
    { name: "bottom", width: 1, doc: "1 in the last entry of the stack." },
    { name: "ttl", width: 8, doc: "Hops left." },
  ],
  "One label.",
);
