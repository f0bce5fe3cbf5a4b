import { type Field, type HeaderType, typeName } from "../../ir/index.js";
import { block, type Code, comment, line } from "./code.js";
import type { DeclaredType } from "./collect-types.js";
import { explain, printAnnotation, quote } from "./describe.js";
import { printNumber } from "./expressions.js";

/** The declaration of a type. */
export function printType(type: DeclaredType): readonly Code[] {
  switch (type.kind) {
    case "enumType": {
      const members = type.members.map(({ name, value }, position) =>
        line(`${name} = ${printNumber(value)}${position === type.members.length - 1 ? "" : ","}`),
      );
      return [
        ...explain(type),
        block(`enum ${typeName(type.underlying)} ${type.name}`, members, type.source),
      ];
    }
    case "newType":
      return [
        ...explain(type),
        ...translationOf(type),
        line(`type ${typeName(type.underlying)} ${type.name};`, type.source),
      ];
    case "headerType":
      return [
        ...explain(type),
        ...controllerHeaderOf(type),
        block(`header ${type.name}`, fieldsOf(type.fields), type.source),
      ];
    case "structType":
      return [...explain(type), block(`struct ${type.name}`, fieldsOf(type.fields), type.source)];
    case "headerUnionType":
      return [...explain(type), block(`header_union ${type.name}`, fieldsOf(type.fields), type.source)];
  }
}

function translationOf({
  translation,
}: Extract<DeclaredType, { readonly kind: "newType" }>): readonly Code[] {
  if (translation === undefined) return [];
  const sdn = translation.sdn === "string" ? "string" : translation.sdn.toString();
  return [line(`@p4runtime_translation(${quote(translation.uri)}, ${sdn})`)];
}

function controllerHeaderOf({ controllerHeader }: HeaderType): readonly Code[] {
  return controllerHeader === undefined ? [] : [line(`@controller_header(${quote(controllerHeader)})`)];
}

/** The fields in columns, each under its documentation. */
function fieldsOf(fields: readonly Field[]): readonly Code[] {
  const columns = Math.max(0, ...fields.map((field) => typeName(field.type).length));
  return fields.flatMap((field) => {
    const { doc, source } = field;
    const annotations = field.annotations.map((annotation) => line(printAnnotation(annotation), source));
    const text = `${typeName(field.type).padEnd(columns)} ${field.name};`;
    return [...(doc === undefined ? [] : [comment(doc.brief, source)]), ...annotations, line(text, source)];
  });
}
