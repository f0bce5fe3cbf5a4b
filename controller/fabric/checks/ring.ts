import type { Finding } from "../findings.js";
import { ringPortsTowards } from "../references.js";
import type { FabricDocument } from "../schema.js";
import type { YamlPath } from "../source.js";
import { repeated } from "./names.js";

/** The ring visits every switch once, over one ring link a step, and can skip any one switch. */
export function checkRing(document: FabricDocument): Finding[] {
  const members = checkMembers(document);
  return members.length > 0 ? members : checkSteps(document);
}

function checkMembers(document: FabricDocument): Finding[] {
  const switches = document.switches.map((item) => item.name);
  const { order } = document.ring;
  const claims = order.map((value, index) => ({ value, path: ["ring", "order", index] }));
  const unknown = claims.filter(({ value }) => !switches.includes(value));
  const absent = switches.filter((name) => !order.includes(name));
  return [
    ...unknown.map(({ value, path }): Finding => {
      const help = `Switches are ${switches.join(", ")}.`;
      return { code: "FABRIC-REFERENCE", path, message: `there is no switch "${value}"`, help };
    }),
    ...repeated(claims).map(({ claim }) =>
      ring(claim.path, `${claim.value} is on the ring already`, "Name each switch once."),
    ),
    ...absent.map((name) => ring(["ring", "order"], `${name} is not on the ring`, "Name each switch once.")),
  ];
}

function checkSteps(document: FabricDocument): Finding[] {
  const { order } = document.ring;
  return order.flatMap((from, index) => {
    const path = ["ring", "order", index];
    const successor = order[(index + 1) % order.length] ?? from;
    const nextPlusOne = order[(index + 2) % order.length] ?? from;
    return [
      ...checkStep(document, path, from, successor, "its successor"),
      ...(nextPlusOne === from
        ? []
        : checkStep(document, path, from, nextPlusOne, "its next-plus-one switch")),
    ];
  });
}

function checkStep(
  document: FabricDocument,
  path: YamlPath,
  from: string,
  to: string,
  what: string,
): Finding[] {
  const count = ringPortsTowards(document, from, to).length;
  if (count === 1) return [];
  const message =
    count === 0
      ? `no ring link joins ${from} and ${to}, ${what}`
      : `${count} ring links join ${from} and ${to}, ${what}`;
  return [ring(path, message, `Give links exactly one of kind ring between ${from} and ${to}.`)];
}

function ring(path: YamlPath, message: string, help: string): Finding {
  return { code: "FABRIC-RING", path, message, help };
}
