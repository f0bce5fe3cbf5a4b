import { assert, CodedError } from "../../base/index.js";
import {
  type Field,
  type HeaderType,
  type HeaderUnionType,
  type Program,
  type StructType,
  standardMetadataType,
  type Type,
  typeName,
  typeWidth,
} from "../../ir/index.js";
import { scalars, standardMetadata } from "./names.js";
import type * as tree from "./tree.js";

type FieldRow = tree.HeaderType["fields"][number];

/** Bits of a parser error as p4c lays it out. */
const errorWidth = 32;

/**
 * Where BMv2 keeps every value of a program: which header instances, stacks and unions there are, and which
 * fields the `scalars` instance has. Variables and temporaries are added while the program is lowered.
 */
export class Layout {
  readonly #types = new Map<string, readonly FieldRow[]>();
  readonly #maxLengths = new Map<string, number>();
  readonly #unionTypes = new Map<string, HeaderUnionType>();
  readonly #scalars: FieldRow[] = [];
  readonly #headers: tree.Header[] = [];
  readonly #stacks: tree.HeaderStack[] = [];
  readonly #unions: tree.HeaderUnion[] = [];
  readonly #declared = new Set<string>();
  #temporaries = 0;

  constructor(program: Program) {
    this.#addInstance(scalars, scalars, true);
    this.#types.set(standardMetadata, paddedRows(standardMetadataType.fields));
    this.#addInstance(standardMetadata, standardMetadata, true);
    for (const field of program.headers.fields) this.declare(field.name, field.type);
    for (const field of program.metadata.fields) this.declare(`metadata.${field.name}`, field.type);
  }

  /** Makes room for a value of a type: a header or stack of its own, or fields of `scalars`. Once a name. */
  declare(name: string, type: Type): void {
    if (this.#declared.has(name)) return;
    this.#declared.add(name);
    switch (type.kind) {
      case "structType":
        for (const field of type.fields) this.declare(`${name}.${field.name}`, field.type);
        break;
      case "headerType":
        this.#addHeader(name, type);
        break;
      case "headerUnionType":
        this.#addUnion(name, type);
        break;
      case "stackType":
        this.#addStack(name, type.element, type.size);
        break;
      default:
        this.#scalars.push(row({ name, type }));
    }
  }

  /** A new scalar of a type; the field that holds it. */
  temporary(type: Type): tree.FieldValue {
    this.#temporaries += 1;
    const name = `temporary.${this.#temporaries}`;
    this.declare(name, type);
    return { type: "field", value: [scalars, name] };
  }

  #addInstance(name: string, type: string, metadata: boolean): number {
    const id = this.#headers.length;
    this.#headers.push({ name, id, header_type: type, metadata, pi_omit: true });
    return id;
  }

  #addHeader(name: string, type: HeaderType): number {
    if (!this.#types.has(type.name)) {
      this.#types.set(type.name, headerRows(type));
      const maximum = varbitMaximum(type);
      if (maximum !== undefined) this.#maxLengths.set(type.name, maximum);
    }
    return this.#addInstance(name, type.name, false);
  }

  #addUnion(name: string, type: HeaderUnionType): void {
    this.#unionTypes.set(type.name, type);
    const ids = type.fields.map((field) => {
      assert(field.type.kind === "headerType", `${type.name}.${field.name} is no header`);
      return this.#addHeader(`${name}.${field.name}`, field.type);
    });
    const id = this.#unions.length;
    this.#unions.push({ name, id, union_type: type.name, header_ids: ids, pi_omit: true });
  }

  #addStack(name: string, element: HeaderType | HeaderUnionType, size: number): void {
    if (element.kind !== "headerType") {
      throw new CodedError({
        code: "BMV2-UNION-STACK",
        message: `${name} is a stack of header unions, which this emitter does not make`,
        help: "Use a stack of headers.",
        position: element.source,
      });
    }
    const ids = Array.from({ length: size }, (_, index) => this.#addHeader(`${name}[${index}]`, element));
    const id = this.#stacks.length;
    this.#stacks.push({ name, id, header_type: element.name, size, header_ids: ids });
  }

  /** The parts of the file that describe headers. */
  finish(): Pick<
    tree.Bmv2Program,
    | "header_types"
    | "headers"
    | "header_stacks"
    | "header_union_types"
    | "header_unions"
    | "header_union_stacks"
  > {
    return {
      header_types: this.#headerTypes(),
      headers: this.#headers,
      header_stacks: this.#stacks,
      header_union_types: [...this.#unionTypes.values()].map(unionType),
      header_unions: this.#unions,
      header_union_stacks: [],
    };
  }

  #headerTypes(): readonly tree.HeaderType[] {
    const types: [string, readonly FieldRow[]][] = [[scalars, padded(this.#scalars)], ...this.#types];
    return types.map(([name, fields], id) => {
      const maximum = this.#maxLengths.get(name);
      return { name, id, fields, ...(maximum === undefined ? {} : { max_length: maximum }) };
    });
  }
}

function unionType(type: HeaderUnionType, id: number): tree.HeaderUnionType {
  return { name: type.name, id, headers: type.fields.map((field) => [field.name, typeName(field.type)]) };
}

function row({ name, type }: Pick<Field, "name" | "type">): FieldRow {
  if (type.kind === "varbitType") return [name, "*", false];
  if (type.kind === "errorType") return [name, errorWidth, false];
  const width = typeWidth(type);
  assert(width !== undefined, `${name} has no fixed width`);
  return [name, width, type.kind === "intType"];
}

function headerRows(type: HeaderType): readonly FieldRow[] {
  const rows = type.fields.map(row);
  const bits = rows.reduce((sum, [, width]) => sum + (width === "*" ? 0 : width), 0);
  if (bits % 8 !== 0) {
    throw new CodedError({
      code: "BMV2-HEADER-BYTES",
      message: `the header ${type.name} has ${bits} bits, which is no whole number of bytes`,
      help: "Add a field that fills the last byte.",
      position: type.source,
    });
  }
  return rows;
}

/** The most bytes that a header with a varbit can have. */
function varbitMaximum(type: HeaderType): number | undefined {
  if (!type.fields.some((field) => field.type.kind === "varbitType")) return undefined;
  const bits = type.fields.map(({ type }) =>
    type.kind === "varbitType" ? type.width : (typeWidth(type) ?? 0),
  );
  return Math.ceil(bits.reduce((sum, width) => sum + width, 0) / 8);
}

function paddedRows(fields: StructType["fields"]): readonly FieldRow[] {
  return padded(fields.map(row));
}

/** BMv2 wants whole bytes of metadata too. */
function padded(rows: readonly FieldRow[]): readonly FieldRow[] {
  const bits = rows.reduce((sum, [, width]) => sum + (width === "*" ? 0 : width), 0);
  return bits % 8 === 0 ? rows : [...rows, ["_padding", 8 - (bits % 8), false]];
}
