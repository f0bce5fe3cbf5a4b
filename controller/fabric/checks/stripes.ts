import type { Finding } from "../findings.js";
import type { FabricDocument } from "../schema.js";
import type { YamlPath } from "../source.js";
import { repeated } from "./names.js";

/** The number of stripes is a power of two, and a projection that is given names each stripe once. */
export function checkStripes(document: FabricDocument): Finding[] {
  const { count, projection } = document.stripes;
  if (!Number.isInteger(Math.log2(count))) {
    const help = "Take 1, 2, 4, 8, 16 …: the low bits of an index name its stripe.";
    return [stripes(["stripes", "count"], `${count} is not a power of two`, help)];
  }
  return projection === undefined ? [] : [...checkNumbers(document), ...checkTargets(document)];
}

function checkNumbers(document: FabricDocument): Finding[] {
  const { count, projection = [] } = document.stripes;
  const help = `Name each stripe from 0 to ${count - 1} once.`;
  const claims = projection.map((item, index) => ({ value: String(item.stripe), path: numberPath(index) }));
  const tooLarge = projection.flatMap((item, index) =>
    item.stripe < count ? [] : [stripes(numberPath(index), `there is no stripe ${item.stripe}`, help)],
  );
  const twice = repeated(claims).map(({ claim }) =>
    stripes(claim.path, `stripe ${claim.value} has a leader already`, help),
  );
  const named = new Set(projection.map((item) => item.stripe));
  const missing = Array.from({ length: count }, (_, stripe) => stripe).filter((stripe) => !named.has(stripe));
  const absent =
    missing.length === 0
      ? []
      : [stripes(["stripes", "projection"], `no leader for stripe ${missing.join(", ")}`, help)];
  return [...tooLarge, ...twice, ...absent];
}

function checkTargets(document: FabricDocument): Finding[] {
  const switches = document.switches.map((item) => item.name);
  const sets = document.replica_sets.map((item) => item.name);
  return (document.stripes.projection ?? []).flatMap((item, index) => {
    const at = (key: string): YamlPath => ["stripes", "projection", index, key];
    return [
      ...checkTarget("switch", item.leader, switches, at("leader")),
      ...checkTarget("replica set", item.replica_set, sets, at("replica_set")),
    ];
  });
}

function checkTarget(what: string, name: string, known: readonly string[], path: YamlPath): Finding[] {
  if (known.includes(name)) return [];
  const help = `Known are ${known.join(", ")}.`;
  return [{ code: "FABRIC-REFERENCE", path, message: `there is no ${what} "${name}"`, help }];
}

function numberPath(index: number): YamlPath {
  return ["stripes", "projection", index, "stripe"];
}

function stripes(path: YamlPath, message: string, help: string): Finding {
  return { code: "FABRIC-STRIPES", path, message, help };
}
