import type { Control, Statement } from "../../ir/index.js";

/** A decision about where a packet goes. */
export type Decision = "drop" | "sendToPort" | "multicast" | "recirculate" | "resubmit";

const kinds: ReadonlySet<string> = new Set<Decision>([
  "drop",
  "sendToPort",
  "multicast",
  "recirculate",
  "resubmit",
]);

/** Which decisions may have fallen before a statement is reached. */
export type DecisionsBefore = ReadonlyMap<Statement, ReadonlySet<Decision>>;

/** Follows every way through a control, its tables' actions included, and notes what was decided before each decision. */
export function decisionsBefore(control: Control): DecisionsBefore {
  const follower = new Follower();
  follower.body(control.body, control, new Set());
  return follower.before;
}

type Decided = ReadonlySet<Decision>;

class Follower {
  readonly before = new Map<Statement, Set<Decision>>();

  body(statements: readonly Statement[], control: Control, decided: Decided): Decided {
    return statements.reduce((current, statement) => this.#statement(statement, control, current), decided);
  }

  #statement(statement: Statement, control: Control, decided: Decided): Decided {
    if (kinds.has(statement.kind)) return this.#decide(statement, decided);
    switch (statement.kind) {
      case "if":
        return joined(
          this.body(statement.whenTrue, control, decided),
          this.body(statement.whenFalse, control, decided),
        );
      case "switch":
        return joined(
          ...[...statement.cases.map(({ body }) => body), statement.otherwise].map((body) =>
            this.body(body, control, decided),
          ),
        );
      case "block":
        return this.body(statement.body, control, decided);
      case "callAction":
        return this.#action(statement.action, control, decided);
      case "applyControl": {
        const inner = control.controls.find(({ name }) => name === statement.control);
        return inner === undefined ? decided : this.body(inner.body, inner, decided);
      }
      case "applyTable":
        return this.#table(statement, control, decided);
      default:
        return decided;
    }
  }

  #decide(statement: Statement, decided: Decided): Decided {
    const known = this.before.get(statement) ?? new Set();
    for (const decision of decided) known.add(decision);
    this.before.set(statement, known);
    return new Set([...decided, statement.kind as Decision]);
  }

  #action(name: string, control: Control, decided: Decided): Decided {
    const action = control.actions.find((each) => each.name === name);
    return action === undefined ? decided : this.body(action.body, control, decided);
  }

  #table(statement: Extract<Statement, { kind: "applyTable" }>, control: Control, decided: Decided): Decided {
    const table = control.tables.find(({ name }) => name === statement.table);
    const ends = (table?.actions ?? []).map(({ action }) => this.#action(action, control, decided));
    const after = joined(decided, ...ends);
    const { outcome } = statement;
    if (outcome.kind === "any") return after;
    const bodies =
      outcome.kind === "hit"
        ? [outcome.hit, outcome.miss]
        : [...outcome.cases.map(({ body }) => body), outcome.otherwise ?? []];
    return joined(after, ...bodies.map((body) => this.body(body, control, after)));
  }
}

function joined(...all: readonly Decided[]): Decided {
  return new Set(all.flatMap((each) => [...each]));
}
