import { assert } from "../../base/index.js";

/**
 * Where the control flow goes next: a table, a conditional, or the end (null). It can be named before it is
 * known, because what follows is lowered later.
 */
export class NodeReference {
  #target: string | null | NodeReference | undefined;

  /** The end of the pipeline. */
  static end(): NodeReference {
    const reference = new NodeReference();
    reference.bind(null);
    return reference;
  }

  bind(target: string | null | NodeReference): void {
    assert(this.#target === undefined, "a reference is bound once");
    this.#target = target;
  }

  resolve(): string | null {
    assert(this.#target !== undefined, "a reference that was never bound");
    return this.#target instanceof NodeReference ? this.#target.resolve() : this.#target;
  }
}
