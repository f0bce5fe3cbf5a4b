import { p4info } from "p4runtime-js-grpc/messages";
import {
  type ActionProfileGroup,
  type ActionValue,
  type MatchValue,
  type TableAction,
  tableEntry,
  type Update,
} from "p4runtime-js-grpc/values";
import { type Random, randomBelow } from "../../../src/base/index.js";
import { randomValue } from "./random-packets.js";

const { MatchField_MatchType: Match, ActionRef_Scope: Scope } = p4info;

const membersEachProfile = 3;
const groupId = 1;
const valueSetMembers = 3;

/** Updates that fill whatever the control plane may fill: value sets, defaults, members and groups, and entries. */
export function randomUpdates(info: p4info.P4Info, eachTable: number, random: Random): readonly Update[] {
  return [
    ...info.valueSets.map((set) => randomValueSet(set, random)),
    ...info.actionProfiles.flatMap((profile) => randomProfile(info, profile, random)),
    ...info.tables.flatMap((table) => randomDefault(info, table, random)),
    ...info.tables
      .filter(({ isConstTable, matchFields }) => !isConstTable && matchFields.length > 0)
      .flatMap((table) => Array.from({ length: eachTable }, () => randomEntry(info, table, random))),
  ];
}

/** The only field of a set may be nameless; it is then called by its id. */
function randomValueSet({ preamble, match }: p4info.ValueSet, random: Random): Update {
  const members = Array.from({ length: valueSetMembers }, () =>
    Object.fromEntries(match.map((field) => [field.name || `${field.id}`, randomMatch(field, random)])),
  );
  return { type: "modify", entity: { kind: "valueSet", valueSet: nameOf({ preamble }), members } };
}

/** Rather one of the first actions: programs list what does something before what drops. */
function randomAction(
  info: p4info.P4Info,
  table: p4info.Table,
  unwanted: number,
  random: Random,
): ActionValue {
  const allowed = table.actionRefs.filter(({ scope }) => scope !== unwanted);
  const draw = () => randomBelow(random, Math.max(allowed.length, 1));
  const reference = allowed[Math.min(draw(), draw())];
  const action = info.actions.find(({ preamble }) => preamble?.id === reference?.id);
  const params =
    action?.params.map(({ name, bitwidth }) => [name, randomValue(bitwidth, random)] as const) ?? [];
  return { action: action?.preamble?.name ?? "", params: Object.fromEntries(params) };
}

/** Every other table gets another default action. */
function randomDefault(info: p4info.P4Info, table: p4info.Table, random: Random): readonly Update[] {
  if (table.constDefaultActionId !== 0 || table.implementationId !== 0) return [];
  if (table.matchFields.length > 0 && randomBelow(random, 2) === 0) return [];
  const value = randomAction(info, table, Scope.TABLE_ONLY, random);
  const entity = tableEntry({ table: nameOf(table), isDefault: true, action: { kind: "action", value } });
  return [{ type: "modify", entity }];
}

function nameOf({ preamble }: { readonly preamble?: p4info.Preamble | undefined }): string {
  return preamble?.name ?? "";
}

function randomProfile(
  info: p4info.P4Info,
  profile: p4info.ActionProfile,
  random: Random,
): readonly Update[] {
  const table = info.tables.find(({ implementationId }) => implementationId === profile.preamble?.id);
  if (table === undefined) return [];
  const ids = Array.from({ length: membersEachProfile }, (_, index) => index + 1);
  const name = nameOf(profile);
  const members = ids.map((memberId): Update => {
    const action = randomAction(info, table, Scope.DEFAULT_ONLY, random);
    return { type: "insert", entity: { kind: "actionProfileMember", profile: name, memberId, action } };
  });
  const group: ActionProfileGroup = {
    kind: "actionProfileGroup",
    profile: name,
    groupId,
    maxSize: 0,
    members: ids.map((memberId) => ({ memberId, weight: 1 })),
  };
  return profile.withSelector ? [...members, { type: "insert", entity: group }] : members;
}

function randomTableAction(info: p4info.P4Info, table: p4info.Table, random: Random): TableAction {
  const profile = info.actionProfiles.find(({ preamble }) => preamble?.id === table.implementationId);
  if (profile === undefined)
    return { kind: "action", value: randomAction(info, table, Scope.DEFAULT_ONLY, random) };
  if (profile.withSelector && randomBelow(random, 2) === 0) return { kind: "group", groupId };
  return { kind: "member", memberId: 1 + randomBelow(random, membersEachProfile) };
}

function randomEntry(info: p4info.P4Info, table: p4info.Table, random: Random): Update {
  const fields = table.matchFields.map((field) => [field.name, randomMatch(field, random)] as const);
  const needsPriority = table.matchFields.some(({ match }) => {
    return match?.value === Match.TERNARY || match?.value === Match.RANGE || match?.value === Match.OPTIONAL;
  });
  const entity = tableEntry({
    table: nameOf(table),
    match: Object.fromEntries(fields),
    priority: needsPriority ? 1 + randomBelow(random, 1_000_000) : 0,
    action: randomTableAction(info, table, random),
  });
  return { type: "insert", entity };
}

function randomMatch({ match, bitwidth }: p4info.MatchField, random: Random): MatchValue {
  const value = randomValue(bitwidth, random);
  const all = (1n << BigInt(bitwidth)) - 1n;
  switch (match?.value) {
    case Match.LPM: {
      const prefixLength = 1 + randomBelow(random, bitwidth);
      return { kind: "lpm", value: value & (all ^ (all >> BigInt(prefixLength))), prefixLength };
    }
    case Match.TERNARY: {
      const mask = randomValue(bitwidth, random) | 1n;
      return { kind: "ternary", value: value & mask, mask };
    }
    case Match.RANGE:
      return { kind: "range", low: value >> 1n, high: value };
    case Match.OPTIONAL:
      return { kind: "optional", value };
    default:
      return { kind: "exact", value };
  }
}
