import { bit, metadata, switchProgram, when } from "../dsl/index.js";
import { hdr } from "./headers.js";
import { ipv4Checksum, packetDeparser, packetParser } from "./parser.js";
import { portRoles } from "./ports.js";
import { routing } from "./routing.js";
import { trafficClass } from "./traffic-class.js";

const meta = metadata({ role: bit(8), trusted: bit(1) });
const roles = portRoles(meta.role, meta.trusted);
const classes = trafficClass(meta.trusted);

/** A router at the edge of a site that puts packets into strict-priority queues by their DSCP. */
export const dscp = switchProgram("dscp", {
  headers: hdr,
  metadata: meta,
  parser: packetParser,
  ingress: [roles.steps, when(hdr.ipv4.isValid(), [classes.steps, routing.steps])],
  verifyChecksums: [],
  updateChecksums: [ipv4Checksum],
  deparser: packetDeparser,
  tables: { ...roles.tables, ...classes.tables, ...routing.tables },
  actions: { ...roles.actions, ...classes.actions, ...routing.actions },
  version: "1.0.0",
  doc: "IPv4 forwarding with traffic classes by DSCP and a trust boundary.",
});
