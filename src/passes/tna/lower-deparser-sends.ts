import { type Digest, type Node, node, rewrite, type Statement, walk } from "../../ir/index.js";
import { together } from "../statements.js";
import { replaceMetadata } from "../v1model/metadata-fields.js";
import { assign, bits } from "./build-nodes.js";
import { intrinsicField } from "./intrinsic-metadata.js";
import { resubmitHeader } from "./resubmit-header.js";
import type { DeparserSend, TnaPass, TnaProgram } from "./tna-program.js";

/**
 * Digests and resubmissions leave from the deparser. Where the program asks for one, its number is written into the
 * intrinsic field that the deparser looks at, and a digest's values into metadata of their own.
 */
export const lowerDeparserSends: TnaPass = {
  name: "lower-deparser-sends",
  run: (tna) => lowerDigests(lowerResubmissions(tna)),
};

function lowerResubmissions(tna: TnaProgram): TnaProgram {
  let asks: Extract<Statement, { kind: "resubmit" }> | undefined;
  walk(tna.program.ingress, (target) => {
    if (target.kind === "resubmit") asks = target;
  });
  if (asks === undefined) return tna;
  const { source, preserved } = asks;
  const { type } = resubmitHeader(tna.program, source);
  if (type.kind !== "headerType") return tna;
  const padding = type.fields
    .slice(preserved.length)
    .map((field) => node("constant", { type: field.type, value: 0n, source }));
  const selector = intrinsicField("ig_dprsr_md", "resubmit_type", source);
  const send: DeparserSend = {
    extern: "Resubmit",
    name: "resubmit",
    selector,
    number: 1n,
    type,
    values: [...preserved, ...padding],
  };
  const ingress = rewrite(tna.program.ingress, (target: Node) =>
    target.kind === "resubmit"
      ? assign(
          intrinsicField("ig_dprsr_md", "resubmit_type", target.source),
          bits(3, 1n, target.source),
          target.source,
        )
      : target,
  );
  return withSend({ ...tna, program: { ...tna.program, ingress } }, send);
}

function withSend(tna: TnaProgram, send: DeparserSend): TnaProgram {
  const { ingressDeparser } = tna;
  return { ...tna, ingressDeparser: { ...ingressDeparser, sends: [...ingressDeparser.sends, send] } };
}

function lowerDigests(tna: TnaProgram): TnaProgram {
  const { digests } = tna.program.ingress;
  let current = tna;
  for (const [position, digest] of digests.entries())
    current = lowerDigest(current, digest, BigInt(position + 1));
  return current;
}

function lowerDigest(tna: TnaProgram, { name, type, source }: Digest, number: bigint): TnaProgram {
  const { metadata } = tna.program;
  const kept = type.fields.map((field) => ({ ...field, name: `${name}_${field.name}`, annotations: [] }));
  const program = replaceMetadata(tna.program, { ...metadata, fields: [...metadata.fields, ...kept] });
  const root = node("root", { root: "metadata", type: program.metadata, source });
  const values = kept.map((field) =>
    node("field", { object: root, field: field.name, type: field.type, source }),
  );
  const selector = intrinsicField("ig_dprsr_md", "digest_type", source);
  const ingress = rewrite(program.ingress, (target) => {
    if (target.kind !== "sendDigest" || target.digest !== name) return target;
    const keep = target.values.map((value, index) => assign(values[index] ?? value, value, target.source));
    return together(
      [assign(selector, bits(3, number, target.source), target.source), ...keep],
      target.source,
    );
  });
  const send: DeparserSend = { extern: "Digest", name: `${name}_digest`, selector, number, type, values };
  return withSend({ ...tna, program: { ...program, ingress } }, send);
}
