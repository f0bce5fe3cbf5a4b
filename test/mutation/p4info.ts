import { type MutantRow, mutantsOf, p4Info } from "./support/mutant.js";

/** Faults of the P4Info. */
const rows: readonly MutantRow[] = [
  ["names are hashed another way", "emit/p4info/ids", "hash << 10", "hash << 11", p4Info("router")],
  [
    "a counter with the prefix of a direct one",
    "emit/p4info/ids",
    "counter: 0x12",
    "counter: 0x13",
    p4Info("counters_and_meters"),
  ],
  [
    "an id that was asked for is forgotten",
    "emit/p4info/annotations",
    "id === undefined ? undefined : Number(id)",
    "undefined",
    p4Info("scoped_actions"),
  ],
  [
    "numbers with the least byte first",
    "emit/p4info/type-specs",
    "8 * (count - 1 - index)",
    "8 * index",
    p4Info("no_keys"),
  ],
  [
    "any action as the default",
    "emit/p4info/tables",
    "scope === undefined ? p4info.ActionRef_Scope.TABLE_AND_DEFAULT : scopes[scope]",
    "p4info.ActionRef_Scope.TABLE_AND_DEFAULT",
    p4Info("scoped_actions"),
  ],
  [
    "a constant default that can be changed",
    "emit/p4info/tables",
    "constDefaultActionId: isConst ? actionId : 0",
    "constDefaultActionId: 0",
    p4Info("const_entries"),
  ],
  [
    "the controller may write const entries",
    "emit/p4info/tables",
    "isConstTable: table.entries.length > 0",
    "isConstTable: false",
    p4Info("const_entries"),
  ],
  [
    "every table of the usual size",
    "emit/p4info/tables",
    "BigInt(table.size ?? defaultSize)",
    "defaultSize",
    p4Info("exact_match"),
  ],
  [
    "a prefix is matched as a whole",
    "emit/p4info/tables",
    "lpm: p4info.MatchField_MatchType.LPM",
    "lpm: p4info.MatchField_MatchType.EXACT",
    p4Info("longest_prefix_match"),
  ],
  [
    "nobody hears of idle entries",
    "emit/p4info/tables",
    "p4info.Table_IdleTimeoutBehavior.NOTIFY_CONTROL",
    "p4info.Table_IdleTimeoutBehavior.NO_TIMEOUT",
    p4Info("direct_resources"),
  ],
  [
    "a table without its counter",
    "emit/p4info/tables",
    "if (counter !== undefined)",
    "if (meter !== undefined)",
    p4Info("direct_resources"),
  ],
  [
    "a counter of packets only",
    "emit/p4info/externs",
    "packetsAndBytes: p4info.CounterSpec_Unit.BOTH",
    "packetsAndBytes: p4info.CounterSpec_Unit.PACKETS",
    p4Info("counters_and_meters"),
  ],
  [
    "aliases that are not unique",
    "emit/p4info/aliases",
    "this.#uses.get(tail) === 1",
    "true",
    p4Info("router"),
  ],
  [
    "value sets of the wrong width",
    "emit/p4info/externs",
    "bitwidth: typeWidth(member.type) ?? 0",
    "bitwidth: 8 + (typeWidth(member.type) ?? 0)",
    p4Info("select_on_value_set"),
  ],
  ["parameters numbered from 0", "emit/p4info/annotations", "let next = 1;", "let next = 0;", p4Info("dscp")],
  [
    "documentation is lost",
    "emit/p4info/annotations",
    "doc === undefined ? undefined : p4info.Documentation.create({ ...doc })",
    "undefined",
    p4Info("router"),
  ],
];

export const p4InfoMutants = mutantsOf(rows);
