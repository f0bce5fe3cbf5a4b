import { P4RuntimeError } from "../errors.js";

/** An object of the P4Info. Fields of objects have their name as alias. */
export interface Named {
  readonly id: number;
  readonly name: string;
  readonly alias: string;
}

const namesShownMax = 8;

/** The objects of one kind, found by id, by full name or by alias; iterated in the order of the P4Info. */
export class Registry<T extends Named> implements Iterable<T> {
  readonly #kind: string;
  readonly #byId = new Map<number, T>();
  readonly #byName = new Map<string, T>();
  readonly #byAlias = new Map<string, T>();

  /** @param kind how messages call such an object: "table" */
  constructor(kind: string, objects: Iterable<T>) {
    this.#kind = kind;
    for (const object of objects) this.#add(object);
  }

  get size(): number {
    return this.#byId.size;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#byId.values();
  }

  find(id: number): T | undefined {
    return this.#byId.get(id);
  }

  /** The object with this id; INVALID_ARGUMENT when there is none. */
  byId(id: number): T {
    const object = this.#byId.get(id);
    if (object !== undefined) return object;
    throw new P4RuntimeError("INVALID_ARGUMENT", `no ${this.#kind} has id ${id}${this.#choices()}`);
  }

  /** The object with this full name or alias; INVALID_ARGUMENT when there is none. */
  byName(name: string): T {
    const object = this.#byName.get(name) ?? this.#byAlias.get(name);
    if (object !== undefined) return object;
    throw new P4RuntimeError("INVALID_ARGUMENT", `no ${this.#kind} is called "${name}"${this.#choices()}`);
  }

  /** Id 0 is the empty name: the wildcard of filters. */
  nameOf(id: number): string {
    return id === 0 ? "" : this.byId(id).name;
  }

  /** The empty name is id 0: the wildcard of filters. */
  idOf(name: string): number {
    return name === "" ? 0 : this.byName(name).id;
  }

  #add(object: T): void {
    if (object.id === 0 || this.#byId.has(object.id)) throw this.#malformed(object, `id ${object.id}`);
    if (object.name === "" || object.name === "__proto__" || this.#byName.has(object.name)) {
      throw this.#malformed(object, `name "${object.name}"`);
    }
    this.#byId.set(object.id, object);
    this.#byName.set(object.name, object);
    if (object.alias !== "" && !this.#byAlias.has(object.alias)) this.#byAlias.set(object.alias, object);
  }

  #malformed(object: T, what: string): P4RuntimeError {
    const reason = `${this.#kind} "${object.name}" has the ${what}, which is reserved or taken`;
    return new P4RuntimeError("INVALID_ARGUMENT", `malformed P4Info: ${reason}`);
  }

  #choices(): string {
    const names = [...this.#byName.keys()];
    if (names.length === 0) return "; there are none";
    const more = names.length > namesShownMax ? ", …" : "";
    return `; there are ${names.slice(0, namesShownMax).join(", ")}${more}`;
  }
}
