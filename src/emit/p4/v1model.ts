import type { Checksum, Expression, Program } from "../../ir/index.js";
import { block, type Code, comment, line, spaced } from "./code.js";
import { collectTypes } from "./collect-types.js";
import { printConstants } from "./constants.js";
import { printControl } from "./control.js";
import { documentationOf, printPosition, quote, titleOf } from "./describe.js";
import { printExpression } from "./expressions.js";
import { printParser } from "./parser.js";
import { type PrintedCode, print } from "./print.js";
import { printType } from "./types.js";
import { v1modelDialect } from "./v1model-externs.js";

/** Types that v1model.p4 itself declares. */
const builtInTypes: ReadonlySet<string> = new Set(["standard_metadata_t"]);

/**
 * The P4_16 text of a program for the v1model architecture.
 *
 * @param program a program that the v1model passes have lowered
 */
export function printV1model(program: Program): PrintedCode {
  const dialect = v1modelDialect(program);
  return print(
    spaced([
      titleOf(program),
      [line("#include <core.p4>"), line("#include <v1model.p4>")],
      printConstants(program),
      errorsOf(program),
      ...collectTypes(program, builtInTypes).map(printType),
      printParser(program.parser, ["packet_in packet", "out headers_t hdr", ...ownStructs], dialect),
      checksumControl("verify_checksums", "verify_checksum", program.verifyChecksums),
      printControl(program.ingress, "ingress", dialect),
      printControl(program.egress, "egress", dialect),
      checksumControl("update_checksums", "update_checksum", program.updateChecksums),
      deparserOf(program),
      mainOf(program),
    ]),
  );
}

const ownStructs = ["inout metadata_t meta", "inout standard_metadata_t standard_metadata"];

function errorsOf({ errors, source }: Program): readonly Code[] {
  if (errors.length === 0) return [];
  const members = errors.map((name, position) => line(position === errors.length - 1 ? name : `${name},`));
  return [block("error", members, source)];
}

/** What P4Info says of the program as a whole. */
function packageInfo({ name, about, doc }: Program): readonly Code[] {
  const facts = Object.entries({ name, ...about }).map(([key, value]) => `${key}=${quote(value)}`);
  const last = facts.length - 1;
  const lines = facts.map((fact, position) => line(position === last ? fact : `${fact},`));
  const info = last === 0 ? line(`@pkginfo(${facts.join()})`) : block("@pkginfo(", lines, undefined, ")");
  return [info, ...documentationOf(doc).map((text) => line(text))];
}

/** The control that verifies or updates checksums, even when there are none. */
function checksumControl(name: string, extern: string, checksums: readonly Checksum[]): readonly Code[] {
  const calls = checksums.flatMap((checksum) => checksumCall(extern, checksum));
  return [block(`control ${name}(inout headers_t hdr, inout metadata_t meta)`, [block("apply", calls)])];
}

function checksumCall(extern: string, checksum: Checksum): readonly Code[] {
  const { source, inputs, condition, target, withPayload } = checksum;
  const name = withPayload ? `${extern}_with_payload` : extern;
  const fields = `{${inputs.map(printExpression).join(", ")}}`;
  const args = [
    line(`${printExpression(condition)},`),
    line(`${fields},`),
    line(`${printExpression(target)},`),
    line("HashAlgorithm.csum16"),
  ];
  return [comment(printPosition(source), source), block(`${name}(`, args, source, ");")];
}

function deparserOf({ deparser, source }: Program): readonly Code[] {
  const emits = deparser.map((header: Expression) => line(`packet.emit(${printExpression(header)});`));
  return [block("control deparser(packet_out packet, in headers_t hdr)", [block("apply", emits)], source)];
}

function mainOf(program: Program): readonly Code[] {
  const { parser } = program;
  const blocks = [parser.name, "verify_checksums", "ingress", "egress", "update_checksums", "deparser"];
  return [...packageInfo(program), line(`V1Switch(${blocks.map((name) => `${name}()`).join(", ")}) main;`)];
}
