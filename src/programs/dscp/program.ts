import { switchProgram } from "../../dsl/index.js";
import { forwarding } from "./forwarding.js";
import { classification, meta } from "./marks.js";
import { hdr, markedChecksum, markParser } from "./parser.js";
import { policing } from "./police.js";

/**
 * The switch at the edge of a site (Vivace, section 6.2): it puts packets into strict-priority queues by the mark that
 * their port is trusted with, takes marks away that a port has no right to, and lets no port send more above best
 * effort than its meter allows.
 */
export const dscp = switchProgram("dscp", {
  headers: hdr,
  metadata: meta,
  parser: markParser,
  ingress: [...classification.steps, ...policing.steps, ...classification.finish, ...forwarding.steps],
  verifyChecksums: [],
  updateChecksums: [markedChecksum],
  deparser: [hdr.ethernet, hdr.vlan, hdr.mpls, hdr.ipv4],
  tables: { ...classification.tables, ...forwarding.tables },
  actions: { ...classification.actions, ...forwarding.actions },
  counters: { ...classification.counters, ...policing.counters },
  meters: policing.meters,
  version: "2.0.0",
  doc: "Forwarding with traffic classes by DSCP, PCP or MPLS EXP, a trust boundary, and a meter on priority.",
});
