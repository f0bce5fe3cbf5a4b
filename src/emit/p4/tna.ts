import { type Checksum, type Expression, isKind, type Program, typeName } from "../../ir/index.js";
import { type Deparser, type DeparserSend, intrinsicTypeNames, type TnaProgram } from "../../passes/index.js";
import { block, type Code, comment, line, spaced } from "./code.js";
import { collectTypes, type DeclaredType } from "./collect-types.js";
import { printConstants } from "./constants.js";
import { printControl } from "./control.js";
import { printPosition, titleOf } from "./describe.js";
import { printExpression } from "./expressions.js";
import { printParser } from "./parser.js";
import { type PrintedCode, print } from "./print.js";
import { tnaDialect } from "./tna-externs.js";
import { printType } from "./types.js";

/** What each block of a pipeline is given (tofino1_arch.p4). */
const parameters = {
  ingressParser: [
    "packet_in packet",
    "out headers_t hdr",
    "out metadata_t meta",
    "out ingress_intrinsic_metadata_t ig_intr_md",
  ],
  ingress: [
    "inout headers_t hdr",
    "inout metadata_t meta",
    "in ingress_intrinsic_metadata_t ig_intr_md",
    "in ingress_intrinsic_metadata_from_parser_t ig_prsr_md",
    "inout ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md",
    "inout ingress_intrinsic_metadata_for_tm_t ig_tm_md",
  ],
  ingressDeparser: [
    "packet_out packet",
    "inout headers_t hdr",
    "in metadata_t meta",
    "in ingress_intrinsic_metadata_for_deparser_t ig_dprsr_md",
  ],
  egressParser: [
    "packet_in packet",
    "out headers_t hdr",
    "out metadata_t meta",
    "out egress_intrinsic_metadata_t eg_intr_md",
  ],
  egress: [
    "inout headers_t hdr",
    "inout metadata_t meta",
    "in egress_intrinsic_metadata_t eg_intr_md",
    "in egress_intrinsic_metadata_from_parser_t eg_prsr_md",
    "inout egress_intrinsic_metadata_for_deparser_t eg_dprsr_md",
    "inout egress_intrinsic_metadata_for_output_port_t eg_oport_md",
  ],
  egressDeparser: [
    "packet_out packet",
    "inout headers_t hdr",
    "in metadata_t meta",
    "in egress_intrinsic_metadata_for_deparser_t eg_dprsr_md",
  ],
} as const;

/** The names of the blocks, in the order in which a pipeline takes them. */
const blocks = [
  "ingress_parser",
  "ingress",
  "ingress_deparser",
  "egress_parser",
  "egress",
  "egress_deparser",
];

/**
 * The P4_16 text of a program for the Tofino Native Architecture.
 *
 * @param tna a program that the TNA passes have lowered
 */
export function printTna(tna: TnaProgram): PrintedCode {
  const { program, egressParser } = tna;
  const ingressDialect = tnaDialect(parameters.ingress, namesOf(parameters.ingress), program.ingress);
  const egressDialect = tnaDialect(parameters.egress, namesOf(parameters.egress), program.egress);
  return print(
    spaced([
      titleOf(program, " for Tofino"),
      [line("#include <core.p4>"), line("#include <tna.p4>")],
      printConstants(program),
      ...collectTypes(program, intrinsicTypeNames).map((type) => printType(ofTofino(type))),
      printParser(program.parser, parameters.ingressParser, ingressDialect),
      printControl(program.ingress, "ingress", ingressDialect),
      printDeparser("ingress_deparser", parameters.ingressDeparser, tna.ingressDeparser, program),
      printParser(egressParser, parameters.egressParser, egressDialect),
      printControl(program.egress, "egress", egressDialect),
      printDeparser("egress_deparser", parameters.egressDeparser, tna.egressDeparser, program),
      [line(`Pipeline(${blocks.map((name) => `${name}()`).join(", ")}) pipe;`), line("Switch(pipe) main;")],
    ]),
  );
}

/** P4Info knows which headers the controller's packets begin with; Tofino's compiler does not ask. */
function ofTofino(type: DeclaredType): DeclaredType {
  if (type.kind !== "headerType") return type;
  const { controllerHeader: _, ...plain } = type;
  return plain;
}

/** The arguments with which a control hands on what it was given. */
function namesOf(declared: readonly string[]): readonly string[] {
  return declared.map((parameter) => parameter.slice(parameter.lastIndexOf(" ") + 1));
}

function printDeparser(
  name: string,
  declared: readonly string[],
  { checksums, sends, emits }: Deparser,
  { source }: Program,
): readonly Code[] {
  const instances = [
    ...checksums.map((_, position) => line(`Checksum() ${checksumName(position)};`)),
    ...sends.map(printSendInstance),
  ];
  const body = [
    ...checksums.flatMap(printChecksum),
    ...sends.map(printSend),
    ...emits.map((header: Expression) => line(`packet.emit(${printExpression(header)});`)),
  ];
  const parts = spaced([instances, [block("apply", body)]]);
  return [block(`control ${name}(${declared.join(", ")})`, parts, source)];
}

function checksumName(position: number): string {
  return position === 0 ? "checksum" : `checksum_${position + 1}`;
}

function printChecksum(checksum: Checksum, position: number): readonly Code[] {
  const { condition, target, inputs, source } = checksum;
  const last = inputs.length - 1;
  const fields = inputs.map((input, index) => line(`${printExpression(input)}${index === last ? "" : ","}`));
  const head = `${printExpression(target)} = ${checksumName(position)}.update({`;
  const update: Code = { kind: "block", arms: [{ head, body: fields }], close: "});", source };
  const isAsked =
    condition.kind === "binary" ? block(`if (${printExpression(condition)})`, [update]) : update;
  return [comment(printPosition(source)), isAsked];
}

function printSendInstance({ extern, name, type, number }: DeparserSend): Code {
  const parameter = extern === "Digest" ? `<${typeName(type)}>` : "";
  return line(`${extern}${parameter}(${number}) ${name};`, type.source);
}

function printSend({ extern, name, selector, number, type, values }: DeparserSend): Code {
  const list = `{${values.map(printExpression).join(", ")}}`;
  const call = {
    Digest: `${name}.pack(${list})`,
    Resubmit: `${name}.emit<${typeName(type)}>(${list})`,
  }[extern];
  const isAsked = `if (${printExpression(selector)} == ${number})`;
  return block(isAsked, [line(`${call};`)], isKind(selector, "field") ? selector.source : undefined);
}
