import type { JsonNode } from "./json-node.js";
import { refuse } from "./refuse.js";

/** Things by name, in the order in which they were added; a name may be added once. */
export class Names<T> {
  private readonly byName = new Map<string, T>();

  /** `what` is what they are, for complaints: "header", "table". */
  constructor(private readonly what: string) {}

  add(node: JsonNode, name: string, value: T): void {
    if (this.byName.has(name)) refuse("SWITCH-JSON", node.path, `a second ${this.what} named ${name}`);
    this.byName.set(name, value);
  }

  /** The thing that a JSON string names. */
  resolve(node: JsonNode): T {
    return this.find(node.string()) ?? refuse("SWITCH-REFERENCE", node.path, `no ${this.what} ${node.value}`);
  }

  find(name: string): T | undefined {
    return this.byName.get(name);
  }

  values(): readonly T[] {
    return [...this.byName.values()];
  }
}

/** The same by number. */
export class Ids<T> {
  private readonly byId = new Map<number, T>();

  constructor(private readonly what: string) {}

  add(node: JsonNode, id: number, value: T): void {
    if (this.byId.has(id)) refuse("SWITCH-JSON", node.path, `a second ${this.what} with id ${id}`);
    this.byId.set(id, value);
  }

  /** The thing whose id a JSON number is. */
  resolve(node: JsonNode): T {
    const id = node.integer(0, 0x7fffffff);
    return this.byId.get(id) ?? refuse("SWITCH-REFERENCE", node.path, `no ${this.what} with id ${id}`);
  }
}
