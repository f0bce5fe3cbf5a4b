import { type Checksum, type Control, type Program, walk } from "../../ir/index.js";
import { rootField } from "./bridge-plan.js";
import { refuse } from "./refuse.js";

/** The checksums that each deparser updates. */
export interface PlacedChecksums {
  readonly ingress: readonly Checksum[];
  readonly egress: readonly Checksum[];
}

/**
 * A checksum is updated by the last block that may change what it covers: in egress when egress uses one of its headers,
 * in ingress otherwise, since egress then does not even parse them.
 *
 * Throws `TNA-CHECKSUM` for a checksum over the payload.
 */
export function placeChecksums(program: Program): PlacedChecksums {
  program.updateChecksums.forEach(check);
  const used = headersOf(program.egress);
  const inEgress = (checksum: Checksum): boolean =>
    [...headersOf([checksum.target, checksum.inputs])].some((name) => used.has(name));
  return {
    ingress: program.updateChecksums.filter((each) => !inEgress(each)),
    egress: program.updateChecksums.filter(inEgress),
  };
}

function headersOf(part: Control | readonly unknown[]): ReadonlySet<string> {
  const names = new Set<string>();
  walk(part, (target) => {
    const name = rootField(target, "headers");
    if (name !== undefined) names.add(name);
  });
  return names;
}

/** What no deparser of Tofino can compute. */
export function check({ withPayload, source }: Checksum): void {
  if (!withPayload) return;
  refuse(
    "TNA-CHECKSUM",
    "a checksum covers the payload, which Tofino's deparser does not see",
    "Set the checksum of UDP to 0, or leave the packet's sum alone.",
    source,
  );
}
