import type { Exchange, FabricDifference } from "../../../controller/index.js";

/** What of a fabric is to change, for machines: nothing is left out. */
export function summaryOf({ racks, switches, hosts, links, replicaSets, movedStripes }: FabricDifference) {
  return { racks, switches, hosts, links, replica_sets: replicaSets, moved_stripes: movedStripes };
}

/** The same for people, a line for each kind of thing. */
export function describeDifference(difference: FabricDifference): string {
  const { racks, switches, hosts, links, replicaSets, movedStripes } = difference;
  const sets = replicaSets.map(
    ({ name, from, to }) => `${name}: ${from?.join(", ") ?? "none"} -> ${to?.join(", ") ?? "none"}`,
  );
  const moved = movedStripes.length === 0 ? [] : [`entries of stripes ${movedStripes.join(", ")} move`];
  const lines = [
    ...exchangeLines("racks", racks),
    ...exchangeLines("switches", switches),
    ...exchangeLines("hosts", hosts),
    ...exchangeLines("links", links),
    ...sets,
    ...moved,
  ];
  return lines.map((line) => `${line}\n`).join("") || "nothing comes, leaves or moves\n";
}

function exchangeLines(what: string, { added, removed }: Exchange): readonly string[] {
  return [
    ...(added.length > 0 ? [`+ ${what} ${added.join(", ")}`] : []),
    ...(removed.length > 0 ? [`- ${what} ${removed.join(", ")}`] : []),
  ];
}
