import { type Bool, checksum, type FieldsOfSpec, type HeaderVariable } from "../dsl/index.js";
import type { ipv4 } from "../wire/index.js";

/** The checksum of an IPv4 header (RFC 791 §3.1), where `condition` holds. */
export function ipv4HeaderChecksum(
  header: HeaderVariable<FieldsOfSpec<typeof ipv4>>,
  condition: Bool = header.isValid(),
) {
  return checksum(
    header.header_checksum,
    [
      header.version,
      header.ihl,
      header.dscp,
      header.ecn,
      header.total_length,
      header.identification,
      header.flags,
      header.fragment_offset,
      header.ttl,
      header.protocol,
      header.src,
      header.dst,
    ],
    { when: condition },
  );
}
