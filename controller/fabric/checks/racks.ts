import type { Finding } from "../findings.js";
import type { FabricDocument } from "../schema.js";
import { repeated } from "./names.js";

/** Switches and hosts stand in racks that exist, and every rack has exactly one switch. */
export function checkRacks(document: FabricDocument): Finding[] {
  return [...checkPlaces(document), ...checkSwitches(document)];
}

function checkPlaces(document: FabricDocument): Finding[] {
  const racks = new Set(document.racks.map((rack) => rack.name));
  const help = `Racks are ${[...racks].join(", ")}.`;
  return (["switches", "hosts"] as const).flatMap((section) =>
    document[section].flatMap((item, index): Finding[] =>
      racks.has(item.rack)
        ? []
        : [
            {
              code: "FABRIC-REFERENCE",
              path: [section, index, "rack"],
              message: `there is no rack "${item.rack}"`,
              help,
            },
          ],
    ),
  );
}

function checkSwitches(document: FabricDocument): Finding[] {
  const help = "Give each rack one top-of-rack switch.";
  const claims = document.switches.map((item, index) => ({
    value: item.rack,
    path: ["switches", index, "rack"],
  }));
  const second = repeated(claims).map(
    ({ claim }): Finding => ({
      code: "FABRIC-RACK",
      path: claim.path,
      message: `rack ${claim.value} has a switch already`,
      help,
    }),
  );
  const served = new Set(claims.map(({ value }) => value));
  const none = document.racks.flatMap((rack, index): Finding[] =>
    served.has(rack.name)
      ? []
      : [{ code: "FABRIC-RACK", path: ["racks", index], message: `rack ${rack.name} has no switch`, help }],
  );
  return [...second, ...none];
}
