import type { MatchValue } from "p4runtime-js-grpc/values";
import type { ValueSet } from "../model/index.js";

/** One field of a member. */
export type MemberMatch =
  | { readonly kind: "masked"; readonly value: bigint; readonly mask: bigint }
  | { readonly kind: "range"; readonly low: bigint; readonly high: bigint };

/** The members of one value set, each a match for every part of the key. */
export class ValueSetState {
  members: readonly (readonly MemberMatch[])[] = [];
  /** Members as they were written, for reading them back. */
  written: readonly Readonly<Record<string, MatchValue>>[] = [];

  constructor(readonly valueSet: ValueSet) {}

  /** Whether some member matches; the masks of the transition lie over both sides. */
  contains(parts: readonly bigint[], masks: readonly bigint[]): boolean {
    return this.members.some((member) =>
      member.every((match, index) => matchesPart(match, parts[index] ?? 0n, masks[index] ?? 0n)),
    );
  }
}

function matchesPart(match: MemberMatch, part: bigint, mask: bigint): boolean {
  if (match.kind === "range") return part >= match.low && part <= match.high;
  return ((part ^ match.value) & match.mask & mask) === 0n;
}
