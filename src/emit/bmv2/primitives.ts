import { assert, type SourcePosition } from "../../base/index.js";
import { hex } from "./hex.js";
import * as operations from "./operations.js";
import type * as tree from "./tree.js";

/** A place in an action that jumps can lead to. */
export interface Label {
  position?: number;
}

/**
 * The primitives of one action in the making. Jumps name labels; {@link finish} turns labels into positions.
 */
export class PrimitiveList {
  readonly #primitives: tree.Primitive[] = [];
  readonly #jumps = new Map<number, Label>();

  /** Appends a primitive. */
  add(op: string, parameters: readonly tree.Argument[], source: SourcePosition): void {
    this.#primitives.push({ op, parameters, source_info: source });
  }

  jump(label: Label, source: SourcePosition): void {
    this.#jumps.set(this.#primitives.length, label);
    this.add("_jump", [], source);
  }

  jumpUnless(condition: tree.Expression, label: Label, source: SourcePosition): void {
    this.#jumps.set(this.#primitives.length, label);
    this.add("_jump_if_zero", [argument(operations.toNumber(condition))], source);
  }

  /** Puts a label in front of what is added next. */
  place(label: Label): void {
    label.position = this.#primitives.length;
  }

  get isEmpty(): boolean {
    return this.#primitives.length === 0;
  }

  finish(): readonly tree.Primitive[] {
    return this.#primitives.map((primitive, position) => {
      const label = this.#jumps.get(position);
      if (label === undefined) return primitive;
      assert(label.position !== undefined, "a jump to a label that was never placed");
      const target: tree.HexValue = { type: "hexstr", value: hex(BigInt(label.position), 0) };
      return { ...primitive, parameters: [...primitive.parameters, target] };
    });
  }
}

/** An expression as an argument of a primitive, where BMv2 spells a few things differently. */
export function argument(expression: tree.Expression): tree.Argument {
  switch (expression.type) {
    case "field":
    case "hexstr":
    case "header":
    case "header_stack":
    case "header_union":
      return expression;
    case "local":
      return { type: "runtime_data", value: expression.value };
    default:
      return { type: "expression", value: expression };
  }
}
