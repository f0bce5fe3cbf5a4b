import type { Fabric, Host } from "../../../controller/index.js";
import { assert } from "../../base/index.js";
import type { HostIdentity } from "../../ringworld/index.js";

/** How a host's agent reaches its switch port. */
export type HostLink =
  /** Over frames in datagrams, to this UDP port of 127.0.0.1, from the port `from`; absent: from any. */
  | { readonly kind: "tunnel"; readonly port: number; readonly from?: number }
  /** Over the network interface of a Linux network namespace. */
  | { readonly kind: "socket"; readonly namespace: string };

/** A host of a running fabric, and where it is attached. It survives JSON. */
export interface HostAttachment {
  readonly name: string;
  readonly rack: string;
  readonly role: string;
  readonly ip: number;
  /** As a decimal string: JSON has no 48-bit numbers that everybody reads alike. */
  readonly mac: string;
  readonly gatewayIp: number;
  readonly gatewayMac: string;
  readonly link: HostLink;
}

/** The attachment of a host of `fabric`. */
export function hostAttachment(fabric: Fabric, host: Host, link: HostLink): HostAttachment {
  const gateway = fabric.switches.find((item) => item.name === host.switch);
  assert(gateway !== undefined, `the fabric has the switch ${host.switch}`);
  return {
    name: host.name,
    rack: host.rack,
    role: host.role,
    ip: host.ip,
    mac: host.mac.toString(),
    gatewayIp: gateway.ip,
    gatewayMac: gateway.mac.toString(),
    link,
  };
}

/** Who the host of an attachment is, as its agent must know it. */
export function identityOf(host: HostAttachment): HostIdentity {
  return {
    address: host.ip,
    mac: BigInt(host.mac),
    switchAddress: host.gatewayIp,
    switchMac: BigInt(host.gatewayMac),
  };
}
