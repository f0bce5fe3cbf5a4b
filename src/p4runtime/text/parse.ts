import { TextFormatError } from "./errors.js";
import { enums, type FieldSchema, fieldsOf, messages, propertyName } from "./schema.js";
import { type Token, tokenise } from "./tokens.js";

type Message = Record<string, unknown>;

/**
 * Reads a message of `p4.config.v1` from protobuf's text format. The result holds what the text says; give it to
 * the message's `create` for the rest.
 *
 * Throws {@link TextFormatError} with line and column.
 */
export function parseMessage(type: string, text: string): object {
  const reader = new Reader(tokenise(text));
  const message = parseFields(type, reader, undefined);
  return message;
}

class Reader {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token {
    const token = this.#tokens[this.#position] ?? this.#tokens.at(-1);
    if (token === undefined) throw new TextFormatError("nothing to read", 1, 1);
    return token;
  }

  take(): Token {
    const token = this.next;
    this.#position += 1;
    return token;
  }

  /** Takes the token if it is this punctuation. */
  takes(text: string): boolean {
    if (this.next.kind !== "punctuation" || this.next.text !== text) return false;
    this.#position += 1;
    return true;
  }
}

function fail(token: Token, message: string): never {
  throw new TextFormatError(message, token.line, token.column);
}

/** @param end the bracket that closes the message; undefined for the whole text */
function parseFields(type: string, reader: Reader, end: string | undefined): Message {
  const message: Message = {};
  for (;;) {
    if (end !== undefined && reader.takes(end)) return message;
    const name = reader.take();
    if (end === undefined && name.kind === "end") return message;
    if (name.kind !== "word")
      fail(name, `expected a field of ${type}${end === undefined ? "" : ` or ${end}`}`);
    const field = fieldsOf(type).find((candidate) => candidate.name === name.text);
    if (field === undefined) fail(name, `${type} has no field ${name.text}`);
    parseField(field, reader, message);
    if (!reader.takes(";")) reader.takes(",");
  }
}

function parseField(field: FieldSchema, reader: Reader, message: Message): void {
  const hasColon = reader.takes(":");
  if (reader.takes("[")) {
    parseList(field, reader, message);
    return;
  }
  const start = reader.next;
  if (!hasColon && !messages.has(field.type)) fail(start, `expected : behind ${field.name}`);
  store(field, parseValue(field, reader), message, start);
}

function parseList(field: FieldSchema, reader: Reader, message: Message): void {
  if (!field.repeated) fail(reader.next, `${field.name} holds one value, not a list`);
  if (reader.takes("]")) return;
  do store(field, parseValue(field, reader), message, reader.next);
  while (reader.takes(","));
  if (!reader.takes("]")) fail(reader.next, "expected , or ]");
}

function parseValue(field: FieldSchema, reader: Reader): unknown {
  if (field.map) return parseMapEntry(field, reader);
  if (messages.has(field.type)) return parseSubmessage(field.type, reader);
  return parseScalar(field, reader);
}

function closingBracket(reader: Reader): string {
  if (reader.takes("{")) return "}";
  if (reader.takes("<")) return ">";
  return fail(reader.next, "expected {");
}

function parseSubmessage(type: string, reader: Reader): Message {
  return parseFields(type, reader, closingBracket(reader));
}

/** `{ key: "name" value { … } }`, in any order. */
function parseMapEntry(field: FieldSchema, reader: Reader): readonly [string, Message] {
  const end = closingBracket(reader);
  let key = "";
  let value: Message = {};
  while (!reader.takes(end)) {
    const name = reader.take();
    reader.takes(":");
    if (name.text === "key") key = utf8(takeString(reader), name);
    else if (name.text === "value") value = parseSubmessage(field.type, reader);
    else fail(name, "expected key or value");
    reader.takes(",");
  }
  return [key, value];
}

function store(field: FieldSchema, value: unknown, message: Message, token: Token): void {
  const name = propertyName(field.name);
  if (field.map) {
    const [key, element] = value as readonly [string, Message];
    message[name] = { ...(message[name] as Message | undefined), [key]: element };
  } else if (field.repeated) {
    message[name] = [...((message[name] as readonly unknown[] | undefined) ?? []), value];
  } else {
    const property = field.oneof === undefined ? name : propertyName(field.oneof);
    if (property in message) fail(token, `${field.oneof ?? field.name} is given twice`);
    message[property] = field.oneof === undefined ? value : { $case: name, value };
  }
}

function parseScalar(field: FieldSchema, reader: Reader): unknown {
  const token = reader.next;
  switch (field.type) {
    case "string":
      return utf8(takeString(reader), token);
    case "bytes":
      return Uint8Array.from(takeString(reader), (character) => character.charCodeAt(0));
    case "bool":
      return parseBool(reader.take());
    case "int64":
      return parseInteger(reader.take());
    case "int32":
    case "uint32":
      return Number(parseInteger(reader.take()));
    default:
      return parseEnum(field, reader.take());
  }
}

/** Adjacent strings are one. */
function takeString(reader: Reader): string {
  if (reader.next.kind !== "string") fail(reader.next, "expected a string");
  let text = "";
  while (reader.next.kind === "string") text += reader.take().text;
  return text;
}

function utf8(bytes: string, token: Token): string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return decoder.decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
  } catch {
    return fail(token, "a string that is not UTF-8");
  }
}

function parseBool(token: Token): boolean {
  if (token.text === "true" || token.text === "True" || token.text === "t" || token.text === "1") return true;
  if (token.text === "false" || token.text === "False" || token.text === "f" || token.text === "0")
    return false;
  return fail(token, "expected true or false");
}

const integer = /^-?(?:0[xX][0-9A-Fa-f]+|[0-9]+)$/u;

function parseInteger(token: Token): bigint {
  if (token.kind !== "word" || !integer.test(token.text)) fail(token, "expected a whole number");
  const negative = token.text.startsWith("-");
  const digits = negative ? token.text.slice(1) : token.text;
  const isOctal = /^0[0-7]+$/u.test(digits);
  const value = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
  return negative ? -value : value;
}

function parseEnum(field: FieldSchema, token: Token): number {
  const number = enums.get(field.type)?.get(token.text);
  return (
    number ??
    Number(integer.test(token.text) ? parseInteger(token) : fail(token, `${field.type} has no ${token.text}`))
  );
}
