import type { MatchValue, UpdateType, ValueSetEntry } from "p4runtime-js-grpc/values";
import type { SwitchState } from "../state/state.js";
import type { MemberMatch, ValueSetState } from "../state/value-sets.js";
import { objectOf, objectsOf, refuseControl } from "./refusal.js";

const setName = ({ valueSet }: ValueSetState): string => valueSet.name;

function memberMatch(match: MatchValue | undefined, width: number): MemberMatch {
  const all = (1n << BigInt(width)) - 1n;
  switch (match?.kind) {
    case undefined:
      return { kind: "masked", value: 0n, mask: 0n };
    case "exact":
    case "optional":
      return { kind: "masked", value: match.value, mask: all };
    case "lpm": {
      const mask = all ^ ((1n << BigInt(width - match.prefixLength)) - 1n);
      return { kind: "masked", value: match.value, mask };
    }
    case "ternary":
      return { kind: "masked", value: match.value, mask: match.mask };
    case "range":
      return { kind: "range", low: match.low, high: match.high };
  }
}

/** Replaces the members of a value set. `fieldNames` are the names of its fields, in order. */
export function applyValueSet(
  state: SwitchState,
  type: UpdateType,
  entry: ValueSetEntry,
  fieldNames: readonly string[],
): void {
  if (type !== "modify") refuseControl("INVALID_ARGUMENT", "a value set can only be modified");
  const set = objectOf(state.valueSets, setName, entry.valueSet);
  const { partWidths } = set.valueSet;
  set.members = entry.members.map((member) =>
    partWidths.map((width, index) => memberMatch(member[fieldNames[index] ?? ""], width)),
  );
  set.written = entry.members;
}

export function* valueSets(state: SwitchState, filter: ValueSetEntry): Iterable<ValueSetEntry> {
  for (const set of objectsOf(state.valueSets, setName, filter.valueSet)) {
    yield { kind: "valueSet", valueSet: setName(set), members: set.written };
  }
}
