/** What every example of the reference can use: a few headers and metadata, and all of the language. */
export function contextOf(names: readonly string[]): string {
  return `
import { ${names.join(", ")} } from "../../src/dsl/index.js";
import { standardMetadata } from "../../src/dsl/v1model.js";

const ethernet = header("ethernet_t", { dst: bit(48), src: bit(48), etherType: bit(16) });
const vlan = header("vlan_t", { priority: bit(3), dropEligible: bit(1), id: bit(12), etherType: bit(16) });
const ipv4 = header("ipv4_t", {
  version: bit(4), ihl: bit(4), dscp: bit(6), ecn: bit(2), totalLength: bit(16),
  identification: bit(16), flags: bit(3), fragmentOffset: bit(13), ttl: bit(8), protocol: bit(8),
  headerChecksum: bit(16), src: bit(32), dst: bit(32),
});
const udp = header("udp_t", { src: bit(16), dst: bit(16), length: bit(16), checksum: bit(16) });
const hdr = headers({ ethernet, vlan: stack(vlan, 2), ipv4, udp });
const meta = metadata({
  ticket: bit(32), bucket: bit(16), port: bit(9), color: bit(2), small: bit(8), seen: bool(), signed: int(16),
});
const sendOn = action("send_on", { port: bit(9) }, ({ port }) => sendTo(port));
const discard = action("discard", {}, () => drop());
`;
}
