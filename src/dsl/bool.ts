import type { SourcePosition } from "../base/index.js";
import { type BinaryOperator, boolType, type Expression, node } from "../ir/index.js";
import { here } from "./position.js";
import { assignment, type Step } from "./step.js";
import { expressionOf, type ScalarSpec, Value } from "./value.js";

/** A truth value: a condition, or the value of a `bool`. */
export class Bool extends Value {
  readonly bool = true;

  /** `!this` */
  not(): Bool {
    return new Bool(node("unary", { operator: "!", operand: this.ir, type: boolType, source: here() }));
  }

  /** `this && other` */
  and(other: Bool | boolean): Bool {
    return this.#with("&&", other, here());
  }

  /** `this || other` */
  or(other: Bool | boolean): Bool {
    return this.#with("||", other, here());
  }

  /** `this == other` */
  equals(other: Bool | boolean): Bool {
    return this.#with("==", other, here());
  }

  /** `this != other` */
  notEquals(other: Bool | boolean): Bool {
    return this.#with("!=", other, here());
  }

  #with(operator: BinaryOperator, other: Bool | boolean, source: SourcePosition): Bool {
    const right = expressionOf(boolType, other, source);
    return new Bool(node("binary", { operator, left: this.ir, right, type: boolType, source }));
  }
}

/** A bool that can be set. */
export class BoolVariable extends Bool {
  /** `this = value;` */
  set(value: Bool | boolean): Step {
    return assignment(this.ir, value, here());
  }
}

export type BoolSpec = ScalarSpec<Bool, BoolVariable, boolean, Bool>;

const boolSpec: BoolSpec = Object.freeze({
  ir: boolType,
  scalar: true as const,
  read: (expression: Expression) => new Bool(expression),
  variable: (expression: Expression) => new BoolVariable(expression),
});

/** The type `bool`. Headers cannot hold one; metadata, keys and parameters can. */
export function bool(): BoolSpec {
  return boolSpec;
}
