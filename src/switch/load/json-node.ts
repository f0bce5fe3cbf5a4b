import { refuse } from "./refuse.js";

type JsonObject = Readonly<Record<string, unknown>>;

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** A value of the BMv2 JSON together with its path, so that every complaint says where it is. */
export class JsonNode {
  constructor(
    readonly value: unknown,
    readonly path: string,
  ) {}

  get isNull(): boolean {
    return this.value === null || this.value === undefined;
  }

  get isString(): boolean {
    return typeof this.value === "string";
  }

  get isNumber(): boolean {
    return typeof this.value === "number";
  }

  get isObject(): boolean {
    return typeof this.value === "object" && this.value !== null && !Array.isArray(this.value);
  }

  /** Refuses the program because this value is not what was expected. */
  expected(what: string): never {
    return refuse("SWITCH-JSON", this.path, `expected ${what}, found ${describe(this.value)}`);
  }

  private object(): JsonObject {
    return this.isObject ? (this.value as JsonObject) : this.expected("an object");
  }

  /** A member that must be there (it may be null). */
  get(name: string): JsonNode {
    const object = this.object();
    const node = new JsonNode(Object.hasOwn(object, name) ? object[name] : undefined, `${this.path}.${name}`);
    if (node.value === undefined) node.expected("a value");
    return node;
  }

  /** A member that may be missing or null; both give undefined. */
  find(name: string): JsonNode | undefined {
    const object = this.object();
    if (!Object.hasOwn(object, name)) return undefined;
    const node = new JsonNode(object[name], `${this.path}.${name}`);
    return node.isNull ? undefined : node;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.object(), name);
  }

  keys(): readonly string[] {
    return Object.keys(this.object());
  }

  items(): readonly JsonNode[] {
    if (!Array.isArray(this.value)) return this.expected("an array");
    return this.value.map((item, index) => new JsonNode(item, `${this.path}[${index}]`));
  }

  /** Members of an array of exactly this length. */
  tuple(length: number): readonly JsonNode[] {
    const items = this.items();
    if (items.length !== length) this.expected(`an array of ${length}`);
    return items;
  }

  /** The items of a member that may be missing. */
  list(name: string): readonly JsonNode[] {
    return this.find(name)?.items() ?? [];
  }

  /** The item at a position of an array that has one there. */
  at(index: number): JsonNode {
    return this.items()[index] ?? this.expected(`an array of more than ${index}`);
  }

  string(): string {
    return typeof this.value === "string" ? this.value : this.expected("a string");
  }

  boolean(): boolean {
    return typeof this.value === "boolean" ? this.value : this.expected("true or false");
  }

  /** A boolean that may be written as 0 or 1. */
  truth(): boolean {
    return this.isNumber ? this.integer(0, 1) === 1 : this.boolean();
  }

  /** A boolean member that may be missing. */
  flag(name: string, otherwise: boolean): boolean {
    return this.find(name)?.boolean() ?? otherwise;
  }

  integer(minimum: number, maximum: number): number {
    const value = this.value;
    if (typeof value !== "number" || !Number.isInteger(value) || value < minimum || value > maximum) {
      return this.expected(`an integer from ${minimum} to ${maximum}`);
    }
    return value;
  }

  /** An integer written in hexadecimal, with an optional sign. */
  hexadecimal(): bigint {
    const match = /^(-?)(?:0x)?([0-9a-fA-F]+)$/.exec(this.string());
    if (match === null) return this.expected("a hexadecimal string");
    const magnitude = BigInt(`0x${match[2]}`);
    return match[1] === "-" ? -magnitude : magnitude;
  }
}

/** Reads JSON text. */
export function parseJson(text: string): JsonNode {
  try {
    return new JsonNode(JSON.parse(text), "$");
  } catch (error) {
    return refuse("SWITCH-JSON", "$", `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
