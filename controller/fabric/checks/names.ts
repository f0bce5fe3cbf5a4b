import type { Finding } from "../findings.js";
import type { FabricDocument } from "../schema.js";
import type { YamlPath } from "../source.js";

/** One thing that must be different everywhere: what it says, and where it stands. */
export interface Claim {
  readonly value: string;
  readonly path: YamlPath;
}

/** The claims that repeat an earlier one. */
export function repeated(claims: readonly Claim[]): { readonly claim: Claim; readonly first: Claim }[] {
  const seen = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const first = seen.get(claim.value);
    if (first !== undefined) return [{ claim, first }];
    seen.set(claim.value, claim);
    return [];
  });
}

/** Names and device ids come once each; switches and hosts share one space of names. */
export function checkNames(document: FabricDocument): Finding[] {
  const named = (section: "racks" | "switches" | "hosts" | "replica_sets"): Claim[] =>
    document[section].map((item, index) => ({ value: item.name, path: [section, index, "name"] }));
  const classes = (document.classes ?? []).map((item, index) => ({
    value: item.name,
    path: ["classes", index, "name"],
  }));
  const names = [
    named("racks"),
    [...named("switches"), ...named("hosts")],
    named("replica_sets"),
    classes,
  ].flatMap((claims) => repeated(claims));
  return [
    ...names.map(({ claim }) => ({
      code: "FABRIC-NAME" as const,
      path: claim.path,
      message: `the name "${claim.value}" is taken`,
      help: "Give each rack, node, replica set and class a name of its own.",
    })),
    ...checkDevices(document),
  ];
}

function checkDevices(document: FabricDocument): Finding[] {
  const ids = document.switches.map((item, index) => ({
    value: String(item.device_id),
    path: ["switches", index, "device_id"],
  }));
  return repeated(ids).map(({ claim }) => ({
    code: "FABRIC-NAME",
    path: claim.path,
    message: `the device id ${claim.value} is taken`,
    help: "Give each switch a device id of its own.",
  }));
}
