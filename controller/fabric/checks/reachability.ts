import type { Finding } from "../findings.js";
import { parsePort } from "../references.js";
import type { FabricDocument } from "../schema.js";

/** Every switch reaches every other over links of kind fabric; the ring carries tokens only. */
export function checkReachability(document: FabricDocument): Finding[] {
  const [first] = document.switches;
  if (first === undefined) return [];
  const reached = reachedFrom(first.name, document);
  return document.switches.flatMap((item, index): Finding[] => {
    if (reached.has(item.name)) return [];
    return [
      {
        code: "FABRIC-LINK",
        path: ["switches", index],
        message: `no fabric links lead from ${first.name} to ${item.name}`,
        help: "Add links of kind fabric until every switch can be reached.",
      },
    ];
  });
}

function reachedFrom(start: string, document: FabricDocument): ReadonlySet<string> {
  const neighbours = new Map<string, string[]>();
  for (const link of document.links.filter(({ kind }) => kind === "fabric")) {
    const a = parsePort(link.a).switch;
    const b = parsePort(link.b).switch;
    neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
    neighbours.set(b, [...(neighbours.get(b) ?? []), a]);
  }
  const reached = new Set([start]);
  for (const name of reached) {
    for (const next of neighbours.get(name) ?? []) reached.add(next);
  }
  return reached;
}
