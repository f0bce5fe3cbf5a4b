import { assign, field, hex, type Json } from "./bmv2.js";

/** The smallest program worth forwarding: a header of two bytes, and two bytes of metadata. */
export const HEADERS = [
  {
    name: "h",
    fields: [
      ["kind", 8],
      ["value", 8],
    ] as const,
  },
  {
    name: "m",
    metadata: true,
    fields: [
      ["kept", 8],
      ["lost", 8],
    ] as const,
  },
];

/** A field list that keeps one of them. */
export const KEEP = { field_lists: [{ id: 1, name: "kept", elements: [field("m", "kept")] }] };

export const standard = (name: string): Json => field("standard_metadata", name);

/** Egress writes what it sees into the packet: the instance type, and another field of choice. */
export function showing(name: Json): { name: string; primitives: Json[] } {
  return {
    name: "show",
    primitives: [assign(field("h", "kind"), standard("instance_type")), assign(field("h", "value"), name)],
  };
}

export function ingressAction(...primitives: Json[]): { name: string; primitives: Json[] } {
  return { name: "in", primitives };
}

export const toPort = (port: number): Json => assign(standard("egress_spec"), hex(port));
