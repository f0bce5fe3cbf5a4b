import { assert } from "../../base/index.js";

/**
 * The short names of P4Info: the fewest trailing components of a dotted name that no other name ends with.
 * `ingress.stripe` is `stripe`; `ingress.fence.drop` and `egress.drop` are `fence.drop` and `egress.drop`.
 * A name that is itself the tail of another one keeps all of its components.
 */
export class Aliases {
  readonly #uses = new Map<string, number>();

  /** @param names every name of the program that the control plane can see; repeated ones count once */
  constructor(names: Iterable<string>) {
    for (const name of new Set(names)) {
      for (const tail of tails(name)) this.#uses.set(tail, (this.#uses.get(tail) ?? 0) + 1);
    }
  }

  /** The alias of one of the names. */
  of(name: string): string {
    assert(this.#uses.has(name), `${name} is not among the names that aliases were made for`);
    for (const tail of tails(name)) {
      if (this.#uses.get(tail) === 1) return tail;
    }
    return name;
  }
}

/** `c`, `b.c`, `a.b.c` for `a.b.c`. */
function tails(name: string): string[] {
  const components = name.split(".");
  return components.map((_, index) => components.slice(components.length - 1 - index).join("."));
}
