import { p4info } from "p4runtime-js-grpc/messages";
import type { ActionProfile, Annotation, CounterUnit, Meter, Register, ValueSet } from "../../ir/index.js";
import { typeWidth } from "../../ir/index.js";
import { memberIds, printAnnotations } from "./annotations.js";
import type { Instance } from "./instances.js";
import type { Preambles } from "./preambles.js";
import { digestNames } from "./symbols.js";
import type { TypeInfo } from "./type-specs.js";

const counterUnits: Readonly<Record<CounterUnit, p4info.CounterSpec_Unit>> = {
  packets: p4info.CounterSpec_Unit.PACKETS,
  bytes: p4info.CounterSpec_Unit.BYTES,
  packetsAndBytes: p4info.CounterSpec_Unit.BOTH,
};

const meterUnits: Readonly<Record<Meter["unit"], p4info.MeterSpec_Unit>> = {
  packets: p4info.MeterSpec_Unit.PACKETS,
  bytes: p4info.MeterSpec_Unit.BYTES,
};

export function describeCounters({ path, control }: Instance, preambles: Preambles): p4info.Counter[] {
  return control.counters.flatMap((counter) => {
    if (counter.size === undefined) return [];
    const preamble = preambles.of("counter", `${path}.${counter.name}`, counter);
    return [
      p4info.Counter.create({
        preamble,
        spec: { unit: counterUnits[counter.unit] },
        size: BigInt(counter.size),
      }),
    ];
  });
}

/** Direct counters stand in the order of the tables that they belong to. */
export function describeDirectCounters(
  { path, control }: Instance,
  preambles: Preambles,
): p4info.DirectCounter[] {
  return control.tables.flatMap((table) => {
    const counter = control.counters.find(({ name }) => name === table.counter);
    if (counter === undefined) return [];
    const preamble = preambles.of("directCounter", `${path}.${counter.name}`, counter);
    const directTableId = preambles.id("table", `${path}.${table.name}`);
    return [
      p4info.DirectCounter.create({ preamble, spec: { unit: counterUnits[counter.unit] }, directTableId }),
    ];
  });
}

export function describeMeters({ path, control }: Instance, preambles: Preambles): p4info.Meter[] {
  return control.meters.flatMap((meter) => {
    if (meter.size === undefined) return [];
    const preamble = preambles.of("meter", `${path}.${meter.name}`, meter);
    return [
      p4info.Meter.create({ preamble, spec: { unit: meterUnits[meter.unit] }, size: BigInt(meter.size) }),
    ];
  });
}

export function describeDirectMeters(
  { path, control }: Instance,
  preambles: Preambles,
): p4info.DirectMeter[] {
  return control.tables.flatMap((table) => {
    const meter = control.meters.find(({ name }) => name === table.meter);
    if (meter === undefined) return [];
    const preamble = preambles.of("directMeter", `${path}.${meter.name}`, meter);
    const directTableId = preambles.id("table", `${path}.${table.name}`);
    return [p4info.DirectMeter.create({ preamble, spec: { unit: meterUnits[meter.unit] }, directTableId })];
  });
}

export function describeRegisters(
  { path, control }: Instance,
  preambles: Preambles,
  types: TypeInfo,
): p4info.Register[] {
  return control.registers.map((register: Register) =>
    p4info.Register.create({
      preamble: preambles.of("register", `${path}.${register.name}`, register),
      typeSpec: types.specify(register.cell),
      size: register.size,
    }),
  );
}

/** Annotations of an action profile that P4Info has fields for. */
const selectorAnnotations = ["max_group_size", "selector_size_semantics", "max_member_weight"];

export function describeActionProfiles(
  { path, control }: Instance,
  preambles: Preambles,
): p4info.ActionProfile[] {
  return control.actionProfiles.map((profile) => {
    const name = `${path}.${profile.name}`;
    const tables = control.tables.filter(({ implementation }) => implementation === profile.name);
    const tableNames = tables.map((table) => `${path}.${table.name}`).sort();
    return p4info.ActionProfile.create({
      preamble: preambles.of("actionProfile", name, profile, selectorAnnotations),
      tableIds: tableNames.map((table) => preambles.id("table", table)),
      withSelector: profile.selector !== undefined,
      size: BigInt(profile.size),
      maxGroupSize: Number(argumentOf(profile, "max_group_size") ?? 0),
      selectorSizeSemantics: sizeSemantics(profile),
    });
  });
}

function argumentOf({ annotations }: ActionProfile, wanted: string): Annotation["args"][number] | undefined {
  return annotations.find(({ name }) => name === wanted)?.args[0];
}

function sizeSemantics(profile: ActionProfile): p4info.ActionProfile["selectorSizeSemantics"] {
  const semantics = String(argumentOf(profile, "selector_size_semantics") ?? "").toLowerCase();
  if (semantics === "sum_of_weights") return { $case: "sumOfWeights", value: {} };
  if (semantics !== "sum_of_members") return undefined;
  const maxMemberWeight = Number(argumentOf(profile, "max_member_weight") ?? 0);
  return { $case: "sumOfMembers", value: { maxMemberWeight } };
}

/** A digest has no annotations: P4Info makes it of its struct. */
export function describeDigests(
  { control }: Instance,
  preambles: Preambles,
  types: TypeInfo,
): p4info.Digest[] {
  return digestNames(control).flatMap((name) => {
    const digest = control.digests.find(({ type }) => type.name === name);
    if (digest === undefined) return [];
    const preamble = preambles.of("digest", name, { annotations: [] });
    return [p4info.Digest.create({ preamble, typeSpec: types.specify(digest.type) })];
  });
}

export function describeValueSet(set: ValueSet, parser: string, preambles: Preambles): p4info.ValueSet {
  const { type, size } = set;
  const members = type.kind === "structType" ? type.fields : [{ name: "", type, annotations: [] }];
  const ids = memberIds(members);
  const exact = { $case: "matchType", value: p4info.MatchField_MatchType.EXACT } as const;
  const match = members.map((member, position) => ({
    id: ids[position] ?? 0,
    name: member.name,
    annotations: printAnnotations(member.annotations, ["match"]),
    bitwidth: typeWidth(member.type) ?? 0,
    match: exact,
  }));
  return p4info.ValueSet.create({
    preamble: preambles.of("valueSet", `${parser}.${set.name}`, set),
    match,
    size,
  });
}
