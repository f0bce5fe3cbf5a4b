import { assign, bmv2, field, hex, key, local, parameter, primitive, table } from "./bmv2.js";

const standard = (name: string) => field("standard_metadata", name);

/**
 * A program with one of everything that a controller can touch. Packets to and from the controller carry one
 * byte in front: the port.
 *
 * Headers: `control` (port 8), `h` (a 8, b 16). Packets from port 15 start with `control`.
 */
export const featureJson = bmv2({
  headers: [
    { name: "control", fields: [["port", 8]] },
    {
      name: "h",
      fields: [
        ["a", 8],
        ["b", 16],
      ],
    },
    { name: "m", metadata: true, fields: [["color", 2]] },
  ],
  parseStates: [
    {
      name: "start",
      id: 0,
      parser_ops: [],
      transition_key: [standard("ingress_port")],
      transitions: [
        { type: "hexstr", value: "0x000f", mask: null, next_state: "from_controller" },
        { type: "default", value: null, mask: null, next_state: "body" },
      ],
    },
    {
      name: "from_controller",
      id: 1,
      parser_ops: [{ op: "extract", parameters: [{ type: "regular", value: "control" }] }],
      transition_key: [],
      transitions: [{ type: "default", value: null, mask: null, next_state: "body" }],
    },
    {
      name: "body",
      id: 2,
      parser_ops: [{ op: "extract", parameters: [{ type: "regular", value: "h" }] }],
      transition_key: [field("h", "a")],
      transitions: [
        { type: "parse_vset", value: "special", mask: null, next_state: "special" },
        { type: "default", value: null, mask: null, next_state: null },
      ],
    },
    {
      name: "special",
      id: 3,
      parser_ops: [{ op: "set", parameters: [field("h", "b"), hex(0xbeef)] }],
      transition_key: [],
      transitions: [{ type: "default", value: null, mask: null, next_state: null }],
    },
  ],
  actions: [
    { name: "NoAction", primitives: [] },
    {
      name: "ingress.forward",
      parameters: [["port", 9]],
      primitives: [assign(standard("egress_spec"), parameter(0))],
    },
    {
      name: "ingress.account",
      parameters: [["cell", 8]],
      primitives: [
        primitive("count", { type: "counter_array", value: "ingress.packets" }, parameter(0)),
        primitive(
          "execute_meter",
          { type: "meter_array", value: "ingress.rates" },
          parameter(0),
          field("m", "color"),
        ),
        primitive("register_write", { type: "register_array", value: "ingress.cells" }, parameter(0), {
          type: "expression",
          value: { type: "expression", value: { op: "+", left: field("h", "b"), right: local(0) } },
        }),
      ],
    },
    {
      name: "ingress.learn",
      primitives: [primitive("generate_digest", hex(0), hex(1))],
    },
    {
      name: "ingress.to_controller",
      primitives: [
        primitive("add_header", { type: "header", value: "control" }),
        assign(field("control", "port"), standard("ingress_port")),
        assign(standard("egress_spec"), hex(15)),
      ],
    },
    {
      name: "ingress.out",
      primitives: [
        assign(standard("egress_spec"), field("control", "port")),
        primitive("remove_header", { type: "header", value: "control" }),
      ],
    },
  ],
  ingress: {
    init_table: "from_controller",
    conditionals: [
      {
        name: "from_controller",
        id: 0,
        expression: {
          type: "expression",
          value: { op: "==", left: standard("ingress_port"), right: hex(15) },
        },
        true_next: "out",
        false_next: "ingress.account",
      },
    ],
    action_calls: [{ name: "out", id: 1, action_id: 5, next_node: null }],
    action_profiles: [
      {
        name: "ingress.ways",
        id: 0,
        max_size: 8,
        selector: { algo: "identity", input: [field("h", "b")] },
      },
    ],
    tables: [
      table(
        "ingress.account",
        [key("exact", "h", "a")],
        [
          [0, "NoAction"],
          [2, "ingress.account"],
        ],
        {
          default_entry: { action_id: 0, action_const: false, action_data: [], action_entry_const: false },
        },
        "ingress.route",
      ),
      table(
        "ingress.route",
        [key("lpm", "h", "b"), key("exact", "h", "a")],
        [
          [0, "NoAction"],
          [1, "ingress.forward"],
          [4, "ingress.to_controller"],
        ],
        {
          match_type: "lpm",
          with_counters: true,
          support_timeout: true,
          direct_meters: "ingress.route_meter",
          max_size: 4,
          default_entry: { action_id: 0, action_const: false, action_data: [], action_entry_const: false },
        },
        "ingress.acl",
      ),
      table(
        "ingress.acl",
        [key("ternary", "h", "a"), { match_type: "optional", name: "h.b", target: ["h", "b"], mask: null }],
        [
          [0, "NoAction"],
          [1, "ingress.forward"],
          [3, "ingress.learn"],
        ],
        {
          match_type: "ternary",
          default_entry: { action_id: 0, action_const: true, action_data: [], action_entry_const: true },
        },
        "ingress.select",
      ),
      table(
        "ingress.select",
        [key("exact", "h", "a")],
        [
          [0, "NoAction"],
          [1, "ingress.forward"],
        ],
        {
          type: "indirect_ws",
          action_profile: "ingress.ways",
        },
      ),
    ],
  },
  top: {
    counter_arrays: [
      { name: "ingress.packets", id: 0, size: 4, is_direct: false },
      { name: "ingress.route_counter", id: 1, is_direct: true, binding: "ingress.route" },
    ],
    meter_arrays: [
      { name: "ingress.rates", id: 0, type: "packets", rate_count: 2, size: 4, is_direct: false },
      {
        name: "ingress.route_meter",
        id: 1,
        type: "bytes",
        rate_count: 2,
        is_direct: true,
        size: 0,
        binding: "ingress.route",
        result_target: ["m", "color"],
      },
    ],
    register_arrays: [{ name: "ingress.cells", id: 0, size: 4, bitwidth: 16 }],
    parse_vsets: [{ name: "special", id: 0, compressed_bitwidth: 8 }],
    learn_lists: [{ name: "seen_t", id: 1, elements: [field("h", "a"), field("h", "b")] }],
  },
});

/** The P4Info of the program in text format. */
export const featureP4Info = `
pkg_info { arch: "v1model" }
tables {
  preamble { id: 33554433 name: "ingress.account" alias: "account" }
  match_fields { id: 1 name: "h.a" bitwidth: 8 match_type: EXACT }
  action_refs { id: 16777216 } action_refs { id: 16777218 }
  size: 1024
}
tables {
  preamble { id: 33554434 name: "ingress.route" alias: "route" }
  match_fields { id: 1 name: "h.b" bitwidth: 16 match_type: LPM }
  match_fields { id: 2 name: "h.a" bitwidth: 8 match_type: EXACT }
  action_refs { id: 16777216 } action_refs { id: 16777217 } action_refs { id: 16777220 }
  direct_resource_ids: 318767105 direct_resource_ids: 352321537
  size: 4
  idle_timeout_behavior: NOTIFY_CONTROL
}
tables {
  preamble { id: 33554435 name: "ingress.acl" alias: "acl" }
  match_fields { id: 1 name: "h.a" bitwidth: 8 match_type: TERNARY }
  match_fields { id: 2 name: "h.b" bitwidth: 16 match_type: OPTIONAL }
  action_refs { id: 16777216 } action_refs { id: 16777217 } action_refs { id: 16777219 }
  const_default_action_id: 16777216
  size: 1024
}
tables {
  preamble { id: 33554436 name: "ingress.select" alias: "select" }
  match_fields { id: 1 name: "h.a" bitwidth: 8 match_type: EXACT }
  action_refs { id: 16777216 } action_refs { id: 16777217 }
  implementation_id: 285212673
  size: 1024
}
actions { preamble { id: 16777216 name: "NoAction" alias: "NoAction" } }
actions {
  preamble { id: 16777217 name: "ingress.forward" alias: "forward" }
  params { id: 1 name: "port" bitwidth: 9 }
}
actions {
  preamble { id: 16777218 name: "ingress.account" alias: "account" }
  params { id: 1 name: "cell" bitwidth: 8 }
}
actions { preamble { id: 16777219 name: "ingress.learn" alias: "learn" } }
actions { preamble { id: 16777220 name: "ingress.to_controller" alias: "to_controller" } }
action_profiles {
  preamble { id: 285212673 name: "ingress.ways" alias: "ways" }
  table_ids: 33554436
  with_selector: true
  size: 8
}
counters {
  preamble { id: 301989889 name: "ingress.packets" alias: "packets" }
  spec { unit: BOTH }
  size: 4
}
direct_counters {
  preamble { id: 318767105 name: "ingress.route_counter" alias: "route_counter" }
  spec { unit: BOTH }
  direct_table_id: 33554434
}
meters {
  preamble { id: 335544321 name: "ingress.rates" alias: "rates" }
  spec { unit: PACKETS }
  size: 4
}
direct_meters {
  preamble { id: 352321537 name: "ingress.route_meter" alias: "route_meter" }
  spec { unit: BYTES }
  direct_table_id: 33554434
}
controller_packet_metadata {
  preamble { id: 67108865 name: "packet_in" alias: "packet_in" annotations: "@controller_header(\\"packet_in\\")" }
  metadata { id: 1 name: "port" bitwidth: 8 }
}
controller_packet_metadata {
  preamble { id: 67108866 name: "packet_out" alias: "packet_out" annotations: "@controller_header(\\"packet_out\\")" }
  metadata { id: 1 name: "port" bitwidth: 8 }
}
value_sets {
  preamble { id: 50331649 name: "special" alias: "special" }
  match { id: 1 name: "value" bitwidth: 8 match_type: EXACT }
  size: 4
}
registers {
  preamble { id: 369098753 name: "ingress.cells" alias: "cells" }
  type_spec { bitstring { bit { bitwidth: 16 } } }
  size: 4
}
digests {
  preamble { id: 385875969 name: "seen_t" alias: "seen_t" }
  type_spec { struct { name: "seen_t" } }
}
type_info {
  structs {
    key: "seen_t"
    value {
      members { name: "a" type_spec { bitstring { bit { bitwidth: 8 } } } }
      members { name: "b" type_spec { bitstring { bit { bitwidth: 16 } } } }
    }
  }
}
`;
