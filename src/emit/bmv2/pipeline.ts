import { assert, CodedError } from "../../base/index.js";
import {
  type ApplyControl,
  type ApplyTable,
  type Control,
  type If,
  type Statement,
  walk,
} from "../../ir/index.js";
import type { ActionList } from "./actions.js";
import { convertExpression } from "./expressions.js";
import { lowerActionProfiles } from "./externs.js";
import { firstValues } from "./first-values.js";
import { NodeReference } from "./graph.js";
import { refuse } from "./places.js";
import { type Scope, topScope, withControl } from "./scope.js";
import type { Shared } from "./shared.js";
import { type Step, splitSteps } from "./steps.js";
import { lowerStatementsTable, lowerTable, type Successors } from "./tables.js";
import type * as tree from "./tree.js";

/** Where a statement of a control's body stands. */
interface Position {
  readonly control: Control;
  readonly scope: Scope;
  /** Whether the control runs at most once for a packet. */
  readonly once: boolean;
  /** Where `return` leads. */
  readonly end: NodeReference;
}

type Target = string | null | NodeReference;

/** Numbers of nodes, which go on from ingress to egress. */
export interface NodeCounters {
  tables: number;
  conditionals: number;
  statements: number;
}

/** Turns a control into tables and conditionals with their successors. */
export class PipelineBuilder {
  readonly #shared: Shared;
  readonly #actions: ActionList;
  readonly #counters: NodeCounters;
  /** Nodes are made when every reference is bound. */
  readonly #tables: (() => tree.Table)[] = [];
  readonly #conditionals: (() => tree.Conditional)[] = [];
  readonly #profiles: tree.ActionProfile[] = [];
  readonly #applied = new Map<string, () => tree.Table>();
  /** What can be said when every reference is bound. */
  readonly #checks: (() => void)[] = [];

  constructor(shared: Shared, actions: ActionList, counters: NodeCounters) {
    this.#shared = shared;
    this.#actions = actions;
    this.#counters = counters;
  }

  build(name: "ingress" | "egress", control: Control, id: number): tree.Pipeline {
    const scope = topScope(this.#shared, name);
    const entry = this.#lowerControl(control, scope, name, true, NodeReference.end());
    for (const check of this.#checks) check();
    return {
      name,
      id,
      init_table: entry.resolve(),
      tables: inOrder(this.#tables.map((make) => make())),
      action_profiles: this.#profiles,
      conditionals: this.#conditionals.map((make) => make()),
    };
  }

  #lowerControl(
    control: Control,
    outer: Scope,
    path: string,
    once: boolean,
    next: NodeReference,
  ): NodeReference {
    const scope = withControl(outer, path, control);
    this.#profiles.push(...lowerActionProfiles(control, scope, this.#profiles.length));
    const statements = [...firstValues(control, once), ...control.body];
    return this.#lowerAll(statements, { control, scope, once, end: next }, next);
  }

  #lowerAll(statements: readonly Statement[], position: Position, next: NodeReference): NodeReference {
    const steps = splitSteps(statements);
    const entries = [...steps.map(() => new NodeReference()), next];
    steps.forEach((step, index) => {
      const following = entries[index + 1] ?? next;
      entries[index]?.bind(this.#lowerStep(step, position, following));
    });
    return entries[0] ?? next;
  }

  #lowerStep(step: Step, position: Position, next: NodeReference): Target {
    if (step.kind === "straight") return this.#lowerStraight(step.statements, position, next);
    const { statement } = step;
    switch (statement.kind) {
      case "applyTable":
        return this.#lowerApplyTable(statement, position, next);
      case "applyControl":
        return this.#lowerApplyControl(statement, position, next);
      case "if":
        return this.#lowerIf(statement, position, next);
      case "block":
        return this.#lowerAll(statement.body, position, next);
      case "exit":
        return null;
      case "return":
        return position.end;
      default:
        return refuse(`a ${statement.kind} with control flow inside`, statement.source);
    }
  }

  #lowerStraight(statements: readonly Statement[], { scope }: Position, next: NodeReference): Target {
    const [first] = statements;
    assert(first !== undefined, "a run of statements is not empty");
    this.#counters.statements += 1;
    const name = `${scope.path}.statements_${this.#counters.statements}`;
    const action = this.#actions.synthesised(name, statements, scope);
    const id = this.#counters.tables++;
    this.#tables.push(() => lowerStatementsTable(name, id, action, next.resolve(), first.source));
    return name;
  }

  #lowerIf(statement: If, position: Position, next: NodeReference): Target {
    const id = this.#counters.conditionals++;
    const name = `node_${id}`;
    const whenTrue = new NodeReference();
    const whenFalse = new NodeReference();
    const expression = convertExpression(statement.condition, position.scope);
    this.#conditionals.push(() => ({
      name,
      id,
      source_info: statement.source,
      expression,
      true_next: whenTrue.resolve(),
      false_next: whenFalse.resolve(),
    }));
    whenTrue.bind(this.#lowerAll(statement.whenTrue, position, next));
    whenFalse.bind(this.#lowerAll(statement.whenFalse, position, next));
    return name;
  }

  #lowerApplyTable(statement: ApplyTable, position: Position, next: NodeReference): Target {
    const { control, scope } = position;
    const table = control.tables.find(({ name }) => name === statement.table);
    assert(table !== undefined, `no table ${statement.table} in ${scope.path}`);
    const name = `${scope.path}.${table.name}`;
    const first = this.#applied.get(name);
    const id = first === undefined ? this.#counters.tables++ : 0;
    const successors: Successors = { outcome: statement.outcome.kind, byLabel: new Map(), otherwise: next };
    const filled = this.#lowerOutcome(statement, position, successors);
    const make = () => lowerTable(table, id, control, scope, this.#actions, filled);
    if (first === undefined) {
      this.#applied.set(name, make);
      this.#tables.push(make);
    } else {
      this.#checks.push(() => requireSameSuccessors(first(), make(), statement));
    }
    return name;
  }

  #lowerOutcome({ outcome }: ApplyTable, position: Position, successors: Successors): Successors {
    const next = successors.otherwise;
    switch (outcome.kind) {
      case "any":
        return successors;
      case "hit": {
        const hit = this.#lowerAll(outcome.hit, position, next);
        const miss = this.#lowerAll(outcome.miss, position, next);
        return {
          ...successors,
          byLabel: new Map([
            ["hit", hit],
            ["miss", miss],
          ]),
        };
      }
      case "actionRun": {
        const labels = outcome.cases.flatMap(({ actions, body }) => {
          const entry = this.#lowerAll(body, position, next);
          return actions.map((action): [string, NodeReference] => [action, entry]);
        });
        const otherwise =
          outcome.otherwise === undefined ? next : this.#lowerAll(outcome.otherwise, position, next);
        return { ...successors, byLabel: new Map(labels), otherwise };
      }
    }
  }

  #lowerApplyControl(statement: ApplyControl, position: Position, next: NodeReference): Target {
    const { control, scope, once } = position;
    const inner = control.controls.find(({ name }) => name === statement.control);
    assert(inner !== undefined, `no control ${statement.control} in ${scope.path}`);
    const runsOnce = once && applications(control, inner.name) === 1;
    return this.#lowerControl(inner, scope, `${scope.path}.${inner.name}`, runsOnce, next);
  }
}

/** Nodes are numbered from front to back, but finished from the inside out. */
function inOrder(tables: readonly tree.Table[]): readonly tree.Table[] {
  return [...tables].sort((left, right) => left.id - right.id);
}

function applications(control: Control, name: string): number {
  let count = 0;
  walk(control.body, (target) => {
    if (target.kind === "applyControl" && target.control === name) count += 1;
  });
  return count;
}

/** A table that is applied in two places goes on to one and the same place from both. */
function requireSameSuccessors(first: tree.Table, second: tree.Table, { source }: ApplyTable): void {
  const next = ({ base_default_next, next_tables }: tree.Table) =>
    JSON.stringify([base_default_next, next_tables]);
  if (next(first) === next(second)) return;
  throw new CodedError({
    code: "BMV2-TABLE-TWICE",
    message: `the table ${first.name} is applied a second time, and something else follows; BMv2 knows one successor for each table`,
    help: "Let the same follow both times, apply it once behind the branches, or declare a second table.",
    position: source,
  });
}
