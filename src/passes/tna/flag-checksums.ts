import {
  bitType,
  boolType,
  type Checksum,
  type Control,
  type Expression,
  isKind,
  node,
  type Program,
  walk,
} from "../../ir/index.js";
import { addMetadataFields, metadataField } from "../v1model/metadata-fields.js";
import { assign, bits } from "./build-nodes.js";
import type { PlacedChecksums } from "./place-checksums.js";
import { refuse } from "./refuse.js";

const flagName = "update_checksum";

/** A program whose deparsers need to look at no more than one bit for each checksum. */
export interface FlaggedChecksums {
  readonly program: Program;
  readonly placed: PlacedChecksums;
}

/**
 * A deparser updates a checksum always, or when one bit of metadata says so. A condition beyond the validity of the
 * header becomes such a bit, set at the end of the control before the deparser.
 */
export function flagChecksums(program: Program, placed: PlacedChecksums): FlaggedChecksums {
  let current = program;
  const flag = (checksum: Checksum, gress: "ingress" | "egress", position: number): Checksum => {
    if (needsNoFlag(checksum.condition)) return checksum;
    const name = `${flagName}_${gress}_${position + 1}`;
    const flagged = raise(current, checksum, gress, name);
    current = flagged.program;
    return flagged.checksum;
  };
  const ingress = placed.ingress.map((each, position) => flag(each, "ingress", position));
  const egress = placed.egress.map((each, position) => flag(each, "egress", position));
  return { program: current, placed: { ingress, egress } };
}

/** A field of a header that is not there is not sent: its checksum may be computed all the same. */
function needsNoFlag(condition: Expression): boolean {
  return isKind(condition, "isValid") || (isKind(condition, "boolean") && condition.value);
}

function raise(
  program: Program,
  checksum: Checksum,
  gress: "ingress" | "egress",
  name: string,
): { readonly program: Program; readonly checksum: Checksum } {
  const { condition, source } = checksum;
  checkNoExit(program[gress], source);
  const whole = addMetadataFields(program, [{ name, type: bitType(1), annotations: [], source }]);
  const field = metadataField(whole, name, 1, source);
  const one = bits(1, 1n, source);
  const set = node("if", { condition, whenTrue: [assign(field, one, source)], whenFalse: [], source });
  const control = { ...whole[gress], body: [...whole[gress].body, set] };
  const asked = node("binary", { operator: "==", left: field, right: one, type: boolType, source });
  return { program: { ...whole, [gress]: control }, checksum: { ...checksum, condition: asked } };
}

/** The bit is set at the end, so a packet has to get there. */
function checkNoExit(control: Control, position: Checksum["source"]): void {
  let leaves = false;
  walk(control, (target) => {
    if (target.kind === "exit" || target.kind === "return") leaves = true;
  });
  if (!leaves) return;
  refuse(
    "TNA-CHECKSUM",
    "a checksum has a condition, and the control before its deparser can be left early",
    "Update it whenever its header is valid, or let the control run to its end.",
    position,
  );
}
