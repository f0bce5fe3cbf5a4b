import { assert } from "../../base/index.js";
import type { Field, Header, HeaderStack, HeaderUnion, Layout, UnionStack } from "../model/index.js";
import type { JsonNode } from "./json-node.js";
import { Ids, Names } from "./names.js";
import { refuse } from "./refuse.js";

/** Wider fields and larger sets of headers are refused: no real program comes near. */
const MAX_FIELD_WIDTH = 1 << 16;
const MAX_LAYOUT_WORDS = 1 << 20;
const DEFAULT_VARIABLE_BYTES = 256;

interface FieldType {
  readonly name: string;
  /** Absent: of variable length. */
  readonly width?: number;
  readonly signed: boolean;
}

interface HeaderType {
  readonly name: string;
  readonly fields: readonly FieldType[];
  readonly maxBytes?: number;
}

/** All headers of a program by name and id, as the rest of the loader asks for them. */
export interface LoadedHeaders {
  readonly layout: Layout;
  readonly headers: Names<Header>;
  readonly stacks: Names<HeaderStack>;
  readonly unions: Names<HeaderUnion>;
  readonly unionStacks: Names<UnionStack>;
  /** Field aliases: what simple_switch calls a field → where the program has it. */
  readonly aliases: ReadonlyMap<string, Field>;
  /** Fields that the program names anywhere; the others are never looked at. */
  readonly mentioned: Set<Field>;
  /** A word of the PHV that no header owns, dressed as a field. */
  spare(name: string): Field;
}

function loadField(node: JsonNode): FieldType {
  const [name, width] = [node.at(0).string(), node.at(1)];
  const signed = node.items().length > 2 && node.at(2).truth();
  if (width.value === "*") return { name, signed };
  return { name, width: width.integer(0, MAX_FIELD_WIDTH), signed };
}

function loadHeaderType(node: JsonNode): HeaderType {
  const name = node.get("name").string();
  if (node.find("length_exp") !== undefined) {
    refuse("SWITCH-UNSUPPORTED", node.path, "length_exp: give the length where the header is extracted");
  }
  const fields = node.get("fields").items().map(loadField);
  if (fields.filter((field) => field.width === undefined).length > 1) {
    refuse("SWITCH-JSON", node.path, "more than one field of variable length");
  }
  const maxBytes = node.find("max_length")?.integer(0, MAX_FIELD_WIDTH / 8);
  return { name, fields, ...(maxBytes === undefined ? {} : { maxBytes }) };
}

/** Gives out words of the PHV. */
class WordAllocator {
  words = 0;

  take(count: number): number {
    const offset = this.words;
    this.words += count;
    if (this.words > MAX_LAYOUT_WORDS) {
      refuse("SWITCH-LIMIT", "$.headers", `headers take more than ${MAX_LAYOUT_WORDS} words`);
    }
    return offset;
  }
}

function variableWidth(type: HeaderType, fixedBits: number): number {
  const bytes =
    type.maxBytes === undefined ? DEFAULT_VARIABLE_BYTES : type.maxBytes - Math.ceil(fixedBits / 8);
  return Math.max(8, bytes * 8);
}

function placeFields(
  header: { readonly name: string; readonly validOffset: number },
  type: HeaderType,
  allocator: WordAllocator,
): Field[] {
  const fixedBits = type.fields.reduce((sum, field) => sum + (field.width ?? 0), 0);
  let bitOffset = 0;
  return type.fields.map((field, index) => {
    const width = field.width ?? variableWidth(type, fixedBits);
    const words = Math.max(1, Math.ceil(width / 32));
    const placed = {
      name: `${header.name}.${field.name}`,
      index,
      width,
      signed: field.signed,
      offset: allocator.take(words),
      words,
      bitOffset,
      validOffset: header.validOffset,
      ...(field.width === undefined ? { lengthOffset: allocator.take(1) } : {}),
    };
    bitOffset += field.width ?? 0;
    return placed;
  });
}

interface HeaderDeclaration {
  readonly node: JsonNode;
  readonly name: string;
  readonly type: HeaderType;
  readonly metadata: boolean;
  readonly validOffset: number;
  readonly siblings: number[];
}

function placeHeader(declaration: HeaderDeclaration, index: number, allocator: WordAllocator): Header {
  const { node, name, type, metadata, validOffset, siblings } = declaration;
  const fields = placeFields(declaration, type, allocator);
  const variableField = fields.find((field) => field.lengthOffset !== undefined);
  const fixedBits = type.fields.reduce((sum, field) => sum + (field.width ?? 0), 0);
  if (!metadata && fixedBits % 8 !== 0) {
    refuse("SWITCH-JSON", node.path, `header ${name} has ${fixedBits} bits, not a multiple of 8`);
  }
  return {
    name,
    index,
    typeName: type.name,
    metadata,
    fields,
    validOffset,
    fixedBits,
    siblings,
    ...(variableField === undefined ? {} : { variableField }),
    ...(type.maxBytes === undefined ? {} : { maxBytes: type.maxBytes }),
  };
}

function declareHeaders(root: JsonNode, allocator: WordAllocator): HeaderDeclaration[] {
  const types = new Names<HeaderType>("header type");
  for (const node of root.list("header_types")) {
    const type = loadHeaderType(node);
    types.add(node, type.name, type);
  }
  return root.list("headers").map((node) => ({
    node,
    name: node.get("name").string(),
    type: types.resolve(node.get("header_type")),
    metadata: node.flag("metadata", false),
    validOffset: allocator.take(1),
    siblings: [],
  }));
}

/** Lists of members by header id, in the shape that stacks and unions use. */
function members<T>(node: JsonNode, key: string, ids: Ids<T>): T[] {
  const list = node
    .get(key)
    .items()
    .map((item) => ids.resolve(item));
  if (list.length === 0) refuse("SWITCH-JSON", node.path, "no elements");
  return list;
}

function unionMemberNames(root: JsonNode): Names<readonly string[]> {
  const types = new Names<readonly string[]>("header union type");
  for (const node of root.list("header_union_types")) {
    const names = node
      .get("headers")
      .items()
      .map((member) => member.at(0).string());
    types.add(node, node.get("name").string(), names);
  }
  return types;
}

function tieUnions(root: JsonNode, declarations: Ids<HeaderDeclaration>): void {
  for (const node of root.list("header_unions")) {
    const tied = members(node, "header_ids", declarations);
    for (const one of tied) {
      one.siblings.push(...tied.filter((other) => other !== one).map((other) => other.validOffset));
    }
  }
}

function checkSameType(node: JsonNode, headers: readonly Header[]): void {
  if (headers.some((header) => header.typeName !== headers[0]?.typeName)) {
    refuse("SWITCH-JSON", node.path, "elements of a stack have different types");
  }
}

function loadStacks(root: JsonNode, byId: Ids<Header>, allocator: WordAllocator): Names<HeaderStack> {
  const stacks = new Names<HeaderStack>("header stack");
  for (const node of root.list("header_stacks")) {
    const name = node.get("name").string();
    const elements = members(node, "header_ids", byId);
    checkSameType(node, elements);
    stacks.add(node, name, { name, elements, nextOffset: allocator.take(1) });
  }
  return stacks;
}

function loadUnions(root: JsonNode, byId: Ids<Header>, unionIds: Ids<HeaderUnion>): Names<HeaderUnion> {
  const memberNames = unionMemberNames(root);
  const unions = new Names<HeaderUnion>("header union");
  for (const node of root.list("header_unions")) {
    const name = node.get("name").string();
    const union = {
      name,
      members: members(node, "header_ids", byId),
      memberNames: memberNames.resolve(node.get("union_type")),
    };
    if (union.members.length !== union.memberNames.length) {
      refuse("SWITCH-JSON", node.path, "the union has not as many members as its type");
    }
    unions.add(node, name, union);
    unionIds.add(node, node.get("id").integer(0, 0x7fffffff), union);
  }
  return unions;
}

function loadUnionStacks(
  root: JsonNode,
  unionIds: Ids<HeaderUnion>,
  allocator: WordAllocator,
): Names<UnionStack> {
  const stacks = new Names<UnionStack>("header union stack");
  for (const node of root.list("header_union_stacks")) {
    const name = node.get("name").string();
    const elements = members(node, "header_union_ids", unionIds);
    stacks.add(node, name, { name, elements, nextOffset: allocator.take(1) });
  }
  return stacks;
}

/** Finds the field that a program names by `[header, field]`, and notes that it does. */
export function resolveField(loaded: LoadedHeaders, node: JsonNode): Field {
  const field = findField(loaded.headers, node);
  loaded.mentioned.add(field);
  return field;
}

/** `$valid$` is the validity of the header as a field of one bit. */
function findField(headers: Names<Header>, node: JsonNode): Field {
  const [headerNode, fieldNode] = node.tuple(2);
  assert(headerNode !== undefined && fieldNode !== undefined, "a pair has two items");
  const header = headers.resolve(headerNode);
  const wanted = fieldNode.string();
  if (wanted === "$valid$") return validityField(header);
  const name = `${header.name}.${wanted}`;
  return (
    header.fields.find((field) => field.name === name) ??
    refuse("SWITCH-REFERENCE", node.path, `header ${header.name} has no field ${wanted}`)
  );
}

/** The validity of a header as a field of one bit that cannot be written. */
export function validityField(header: Header): Field {
  return {
    name: `${header.name}.$valid$`,
    index: -1,
    width: 1,
    signed: false,
    offset: header.validOffset,
    words: 1,
    bitOffset: 0,
    validOffset: header.validOffset,
  };
}

function loadAliases(root: JsonNode, headers: Names<Header>): ReadonlyMap<string, Field> {
  return new Map(
    root.list("field_aliases").map((node) => [node.at(0).string(), findField(headers, node.at(1))]),
  );
}

function placeAll(
  declarations: readonly HeaderDeclaration[],
  allocator: WordAllocator,
): { headers: Names<Header>; byId: Ids<Header>; metadataStart: number } {
  const headers = new Names<Header>("header");
  const byId = new Ids<Header>("header");
  const placed = new Map<HeaderDeclaration, Header>();
  const place = (metadata: boolean): void => {
    for (const [index, declaration] of declarations.entries()) {
      if (declaration.metadata === metadata)
        placed.set(declaration, placeHeader(declaration, index, allocator));
    }
  };
  place(false);
  const metadataStart = allocator.words;
  place(true);
  for (const declaration of declarations) {
    const header = placed.get(declaration);
    assert(header !== undefined, "every header is placed");
    headers.add(declaration.node, declaration.name, header);
    byId.add(declaration.node, declaration.node.get("id").integer(0, 0x7fffffff), header);
  }
  return { headers, byId, metadataStart };
}

/** Loads header types and instances, stacks and unions, and lays out the packet header vector. */
export function loadHeaders(root: JsonNode): LoadedHeaders {
  const allocator = new WordAllocator();
  const declarations = declareHeaders(root, allocator);
  const declarationIds = new Ids<HeaderDeclaration>("header");
  for (const declaration of declarations) {
    declarationIds.add(declaration.node, declaration.node.get("id").integer(0, 0x7fffffff), declaration);
  }
  tieUnions(root, declarationIds);
  const { headers, byId, metadataStart } = placeAll(declarations, allocator);
  const metadataEnd = allocator.words;
  const stacks = loadStacks(root, byId, allocator);
  const unionIds = new Ids<HeaderUnion>("header union");
  const unions = loadUnions(root, byId, unionIds);
  const unionStacks = loadUnionStacks(root, unionIds, allocator);
  const layout = {
    headers: headers.values(),
    stacks: stacks.values(),
    unions: unions.values(),
    unionStacks: unionStacks.values(),
    // Two words more, for intrinsic fields that the program does not have.
    words: allocator.words + 2,
    metadataStart,
    metadataEnd,
  };
  const spareOffset = allocator.words;
  const spare = (name: string): Field => ({
    name,
    index: -1,
    width: 64,
    signed: false,
    offset: spareOffset,
    words: 2,
    bitOffset: 0,
    validOffset: spareOffset,
  });
  const aliases = loadAliases(root, headers);
  return { layout, headers, stacks, unions, unionStacks, aliases, mentioned: new Set(), spare };
}
