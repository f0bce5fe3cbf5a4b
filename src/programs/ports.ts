import { action, type BitVariable, bit, exact, packet, table } from "../dsl/index.js";

/** What stands behind a port. A packet that comes back by recirculation has a role of its own. */
export const portRole = {
  host: 1,
  logServer: 2,
  ring: 3,
  fabric: 4,
  controller: 5,
  generator: 6,
  loop: 7,
} as const;

/** Bits of a role. */
const roleWidth = 8;

/** Finds what stands behind the port of a packet, and whether its DSCP is believed. */
export function portRoles(role: BitVariable<8>, trusted: BitVariable<1>) {
  const setRole = action("set_role", { role: bit(roleWidth), trusted: bit(1) }, (parameters) => [
    role.set(parameters.role),
    trusted.set(parameters.trusted),
  ]);
  const portRoleTable = table("port_role", {
    key: { ingress_port: exact(packet.ingressPort) },
    actions: [setRole],
    size: 512,
    doc: "What stands behind each port. A port without an entry may only send what everybody may.",
  });
  return {
    steps: [portRoleTable.apply()],
    tables: { port_role: portRoleTable },
    actions: { set_role: setRole },
  } as const;
}
