import { p4info } from "p4runtime-js-grpc/messages";
import { type MatchValue, type TableEntry, tableEntry } from "p4runtime-js-grpc/values";
import { type Random, randomBelow } from "../../../src/base/index.js";
import { randomValue } from "./random-packets.js";

const { MatchField_MatchType: Match, ActionRef_Scope: Scope } = p4info;

/** Random entries for every table that the control plane may fill. */
export function randomEntries(info: p4info.P4Info, eachTable: number, random: Random): readonly TableEntry[] {
  return info.tables
    .filter(({ isConstTable, implementationId, matchFields }) => {
      return !isConstTable && implementationId === 0 && matchFields.length > 0;
    })
    .flatMap((table) => Array.from({ length: eachTable }, () => randomEntry(info, table, random)));
}

function randomEntry(info: p4info.P4Info, table: p4info.Table, random: Random): TableEntry {
  const allowed = table.actionRefs.filter(({ scope }) => scope !== Scope.DEFAULT_ONLY);
  const reference = allowed[randomBelow(random, Math.max(allowed.length, 1))];
  const action = info.actions.find(({ preamble }) => preamble?.id === reference?.id);
  const params =
    action?.params.map(({ name, bitwidth }) => [name, randomValue(bitwidth, random)] as const) ?? [];
  const value = { action: action?.preamble?.name ?? "", params: Object.fromEntries(params) };
  const fields = table.matchFields.map((field) => [field.name, randomMatch(field, random)] as const);
  const needsPriority = table.matchFields.some(({ match }) => {
    return match?.value === Match.TERNARY || match?.value === Match.RANGE || match?.value === Match.OPTIONAL;
  });
  return tableEntry({
    table: table.preamble?.name ?? "",
    match: Object.fromEntries(fields),
    priority: needsPriority ? 1 + randomBelow(random, 1_000_000) : 0,
    action: { kind: "action", value },
  });
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
