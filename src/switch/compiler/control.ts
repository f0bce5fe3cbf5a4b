import type { EngineEnvironment } from "../forwarding/engine.js";
import { successors } from "../load/control.js";
import type { Action, ControlFlow, ControlNode, Table } from "../model/index.js";
import { actionFunction } from "./actions.js";
import type { Code } from "./code.js";
import { ExpressionCompiler } from "./expressions.js";
import { type Step, writeForward } from "./jumps.js";
import { scopeOf } from "./scope.js";
import { tableFunction } from "./tables.js";

/** The function of ingress or egress, `(packet)`. */
export function controlFunction(code: Code, environment: EngineEnvironment, flow: ControlFlow): string {
  return code.define(flow, "control", (own) => {
    own.block("(packet) =>", () => {
      own.line("const phv = packet.phv;");
      new ControlWriter(own, environment, flow).write();
    });
  });
}

function exits(action: Action | undefined): boolean {
  return action?.primitives.some(({ kind }) => kind === "exit") ?? false;
}

class ControlWriter {
  private readonly order: readonly number[];
  /** Position of each node in the order; the end comes after the last. */
  private readonly positions: ReadonlyMap<number, number>;
  private readonly compiler: ExpressionCompiler;

  constructor(
    private readonly code: Code,
    private readonly environment: EngineEnvironment,
    private readonly flow: ControlFlow,
  ) {
    this.order = inOrder(flow, environment.state.program.tables);
    this.positions = new Map(this.order.map((node, position) => [node, position]));
    this.compiler = new ExpressionCompiler(scopeOf(code, environment.state, [], []));
  }

  write(): void {
    const steps = this.order.flatMap((index): Step[] => {
      const node = this.flow.nodes[index];
      return node === undefined ? [] : [this.step(node, this.position(index))];
    });
    writeForward(this.code, steps, "node");
  }

  private position(node: number): number {
    return this.positions.get(node) ?? this.order.length;
  }

  private step(node: ControlNode, position: number): Step {
    const targets = successors(node, this.environment.state.program.tables).map((next) =>
      this.position(next),
    );
    return {
      targets: targets.filter((to) => to !== position + 1),
      write: (jump) => this.code.block("", () => this.node(node, (next) => jump(this.position(next)))),
    };
  }

  private node(node: ControlNode, jump: (next: number) => string): void {
    const { program } = this.environment.state;
    switch (node.kind) {
      case "conditional": {
        const condition = this.compiler.condition(node.condition);
        this.code.line(`if ${condition.startsWith("(") ? condition : `(${condition})`} {`);
        this.code.line(`${jump(node.whenTrue)} } else { ${jump(node.whenFalse)} }`);
        return;
      }
      case "call": {
        const action = program.actions[node.action];
        if (action === undefined) return;
        const runs = this.code.bind("runs", this.environment.state.stages.actions);
        this.code.line(`packet.lastAction = ${node.action}; ${runs}[${node.action}] += 1;`);
        this.code.line(`${actionFunction(this.code, this.environment, action)}(packet, phv, undefined, 0);`);
        if (exits(action)) this.code.line("if (packet.exited) return;");
        this.code.line(jump(node.next));
        return;
      }
      case "table": {
        const table = program.tables[node.table];
        if (table !== undefined) this.table(table, jump);
      }
    }
  }

  private table(table: Table, jump: (next: number) => string): void {
    const { next } = table;
    const call = `${tableFunction(this.code, this.environment, table)}(packet, phv)`;
    const mayExit = table.actions.some((action) => exits(this.environment.state.program.actions[action]));
    const outcome = this.code.keep(call);
    if (mayExit) this.code.line("if (packet.exited) return;");
    if (next.kind === "hitMiss") {
      this.code.line(`if (${outcome} === 1) { ${jump(next.hit)} } else { ${jump(next.miss)} }`);
      return;
    }
    const ways = [...next.byAction].filter(([, to]) => to !== next.base);
    if (ways.length > 0 && ways.length === next.byAction.size && new Set(next.byAction.values()).size === 1) {
      // All actions go one way; only a miss without a default action goes another.
      this.code.line(`if (${outcome} < 0) { ${jump(next.base)} } else { ${jump(ways[0]?.[1] ?? -1)} }`);
      return;
    }
    if (ways.length === 0) {
      this.code.line(jump(next.base));
      return;
    }
    this.code.block(`switch (${outcome})`, () => {
      for (const [action, to] of ways) this.code.line(`case ${action}: ${jump(to) || "break;"}`);
      this.code.line(`default: ${jump(next.base)}`);
    });
  }
}

/** Nodes that can be reached, each after all that lead to it. */
function inOrder(flow: ControlFlow, tables: readonly Table[]): readonly number[] {
  const done = new Set<number>();
  const order: number[] = [];
  const stack: { node: number; rest: number[] }[] = [];
  const enter = (index: number): void => {
    const node = flow.nodes[index];
    if (node === undefined || done.has(index)) return;
    done.add(index);
    stack.push({ node: index, rest: [...successors(node, tables)] });
  };
  enter(flow.start);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.rest.shift();
    if (next !== undefined) enter(next);
    else {
      order.push(top.node);
      stack.pop();
    }
  }
  return order.reverse();
}
