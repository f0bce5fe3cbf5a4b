// A P4Info with one of everything, as a compiler would write it.
import { p4info } from "p4runtime-js-grpc/messages";

const { MatchField_MatchType: Kind, ActionRef_Scope: Scope } = p4info;

const bits = (bitwidth: number): p4info.P4DataTypeSpec =>
  p4info.P4DataTypeSpec.create({
    typeSpec: {
      $case: "bitstring",
      value: { typeSpec: { $case: "bit", value: { bitwidth } } },
    },
  });

const signedBits = (bitwidth: number): p4info.P4DataTypeSpec =>
  p4info.P4DataTypeSpec.create({
    typeSpec: {
      $case: "bitstring",
      value: { typeSpec: { $case: "int", value: { bitwidth } } },
    },
  });

const bool: p4info.P4DataTypeSpec = { typeSpec: { $case: "bool", value: {} } };

function match(id: number, name: string, bitwidth: number, kind: p4info.MatchField_MatchType) {
  return { id, name, bitwidth, match: { $case: "matchType", value: kind } } as const;
}

export const ids = {
  exact: 0x02000001,
  acl: 0x02000002,
  route: 0x02000003,
  fixed: 0x02000004,
  select: 0x02000005,
  forward: 0x01000001,
  drop: 0x01000002,
  noAction: 0x01000003,
  selector: 0x11000001,
  hits: 0x12000001,
  policer: 0x14000001,
  exactCounter: 0x13000001,
  aclMeter: 0x15000001,
  cells: 0x16000001,
  signedCells: 0x16000002,
  learn: 0x17000001,
  trusted: 0x03000001,
} as const;

export const program = p4info.P4Info.create({
  pkgInfo: { arch: "v1model" },
  tables: [
    {
      preamble: { id: ids.exact, name: "ingress.exact", alias: "exact" },
      matchFields: [match(1, "meta.low", 16, Kind.EXACT), match(2, "meta.wide", 128, Kind.EXACT)],
      actionRefs: [{ id: ids.forward }, { id: ids.drop }, { id: ids.noAction, scope: Scope.DEFAULT_ONLY }],
      directResourceIds: [ids.exactCounter],
      idleTimeoutBehavior: p4info.Table_IdleTimeoutBehavior.NOTIFY_CONTROL,
      size: 100_000n,
    },
    {
      preamble: { id: ids.acl, name: "ingress.acl", alias: "acl" },
      matchFields: [
        match(1, "ip.source", 32, Kind.TERNARY),
        match(2, "port", 16, Kind.RANGE),
        match(3, "vlan", 12, Kind.OPTIONAL),
      ],
      actionRefs: [{ id: ids.forward, scope: Scope.TABLE_ONLY }, { id: ids.drop }],
      directResourceIds: [ids.aclMeter],
      size: 4n,
    },
    {
      preamble: { id: ids.route, name: "ingress.route", alias: "route" },
      matchFields: [match(1, "ip.destination", 32, Kind.LPM)],
      actionRefs: [{ id: ids.forward }, { id: ids.drop }],
      constDefaultActionId: ids.drop,
      size: 1024n,
    },
    {
      preamble: { id: ids.fixed, name: "egress.fixed", alias: "fixed" },
      matchFields: [match(1, "meta.low", 16, Kind.EXACT)],
      actionRefs: [{ id: ids.drop }],
      isConstTable: true,
      hasInitialEntries: true,
      size: 2n,
    },
    {
      preamble: { id: ids.select, name: "ingress.select", alias: "select" },
      matchFields: [match(1, "meta.low", 16, Kind.EXACT)],
      actionRefs: [{ id: ids.forward }, { id: ids.drop }],
      implementationId: ids.selector,
      size: 64n,
    },
  ],
  actions: [
    {
      preamble: { id: ids.forward, name: "ingress.forward", alias: "forward" },
      params: [
        { id: 1, name: "port", bitwidth: 9 },
        { id: 2, name: "address", bitwidth: 48 },
      ],
    },
    { preamble: { id: ids.drop, name: "ingress.drop", alias: "drop" } },
    { preamble: { id: ids.noAction, name: "NoAction", alias: "NoAction" } },
  ],
  actionProfiles: [
    {
      preamble: { id: ids.selector, name: "ingress.selector", alias: "selector" },
      tableIds: [ids.select],
      withSelector: true,
      size: 32n,
      maxGroupSize: 8,
    },
  ],
  counters: [
    {
      preamble: { id: ids.hits, name: "ingress.hits", alias: "hits" },
      spec: { unit: p4info.CounterSpec_Unit.BOTH },
      size: 8n,
    },
  ],
  directCounters: [
    {
      preamble: { id: ids.exactCounter, name: "ingress.exact_counter", alias: "exact_counter" },
      spec: { unit: p4info.CounterSpec_Unit.BOTH },
      directTableId: ids.exact,
    },
  ],
  meters: [
    {
      preamble: { id: ids.policer, name: "ingress.policer", alias: "policer" },
      spec: { unit: p4info.MeterSpec_Unit.BYTES },
      size: 8n,
    },
  ],
  directMeters: [
    {
      preamble: { id: ids.aclMeter, name: "ingress.acl_meter", alias: "acl_meter" },
      spec: { unit: p4info.MeterSpec_Unit.PACKETS },
      directTableId: ids.acl,
    },
  ],
  controllerPacketMetadata: [
    {
      preamble: { id: 0x04000001, name: "packet_in", alias: "packet_in" },
      metadata: [
        { id: 1, name: "ingress_port", bitwidth: 9 },
        { id: 2, name: "reason", bitwidth: 7 },
      ],
    },
    {
      preamble: { id: 0x04000002, name: "packet_out", alias: "packet_out" },
      metadata: [
        { id: 1, name: "egress_port", bitwidth: 9 },
        { id: 2, name: "pad", bitwidth: 7 },
      ],
    },
  ],
  valueSets: [
    {
      preamble: { id: ids.trusted, name: "parser.trusted", alias: "trusted" },
      match: [match(1, "ether_type", 16, Kind.EXACT)],
      size: 2,
    },
  ],
  registers: [
    {
      preamble: { id: ids.cells, name: "ingress.cells", alias: "cells" },
      typeSpec: bits(64),
      size: 16,
    },
    {
      preamble: { id: ids.signedCells, name: "ingress.signed_cells", alias: "signed_cells" },
      typeSpec: signedBits(12),
      size: 16,
    },
  ],
  digests: [
    {
      preamble: { id: ids.learn, name: "learn_t", alias: "learn_t" },
      typeSpec: { typeSpec: { $case: "struct", value: { name: "learn_t" } } },
    },
  ],
  typeInfo: {
    structs: {
      learn_t: {
        members: [
          { name: "address", typeSpec: bits(48) },
          { name: "port", typeSpec: bits(9) },
          { name: "seen", typeSpec: bool },
        ],
      },
    },
  },
});

export const programBytes = p4info.P4Info.encode(program).finish();
