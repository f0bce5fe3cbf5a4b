import type { MatchValue, TableAction } from "p4runtime-js-grpc/values";
import { CodedError } from "../../base/index.js";
import type { Action } from "../model/index.js";
import type { TableState } from "../state/table.js";
import type { LoadedProgram, Switch } from "../switch.js";
import { parseMatch, parseValue, refuseCommand } from "./command-values.js";
import { checkSessionId } from "./replication-control.js";
import { TableControl } from "./table-control.js";

/** simple_switch_CLI takes the smaller number first, P4Runtime the greater one. */
const PRIORITY_MAX = 0x7fffffff;

/**
 * Fills tables, groups and registers from a text in the commands of simple_switch_CLI, one a line; `#` begins a
 * comment. It knows `table_add`, `table_set_default`, `register_write`, `mirroring_add`, `mirroring_add_mc`,
 * `mc_mgrp_create`, `mc_node_create` and `mc_node_associate`.
 *
 * @example
 * runCommands(fabric, "table_add ingress.routes setNextHop 10.0.1.0/24 => 10.0.1.1 3");
 *
 * @throws CodedError SWITCH-COMMAND with the line that cannot be done; the lines before it are done.
 */
export function runCommands(target: Switch, text: string, file = "commands"): void {
  const runner = new CommandRunner(target.running, () => target.options.clock.nowUs());
  for (const [index, line] of text.split("\n").entries()) {
    const words = line.replace(/#.*/, "").split(/\s+/).filter(Boolean);
    if (words.length === 0) continue;
    try {
      runner.run(words);
    } catch (error) {
      throw new CodedError({
        code: "SWITCH-COMMAND",
        message: `${line.trim()}: ${error instanceof Error ? error.message : error}`,
        position: { file, line: index + 1, column: 1 },
        help: "docs/SWITCH.md lists the commands and how keys are written.",
      });
    }
  }
}

class CommandRunner {
  private readonly tables: TableControl;
  /** Replicas of the nodes, by handle. */
  private readonly nodes: { readonly port: number; readonly instance: number }[][] = [];

  constructor(
    private readonly loaded: LoadedProgram,
    nowUs: () => number,
  ) {
    this.tables = new TableControl(loaded.state, new Map(), nowUs);
  }

  run([command = "", ...words]: readonly string[]): void {
    switch (command) {
      case "table_add":
        this.addEntry(words);
        return;
      case "table_set_default":
        this.setDefault(words);
        return;
      case "register_write":
        this.writeRegister(words);
        return;
      default:
        this.replicate(command, words.map(wholeNumber));
    }
  }

  private addEntry(words: readonly string[]): void {
    const arrow = words.indexOf("=>");
    if (arrow < 2) refuseCommand("write TABLE ACTION KEY … => ARGUMENT … [PRIORITY]");
    const [tableName = "", actionName = "", ...key] = words.slice(0, arrow);
    const table = this.table(tableName);
    const action = this.action(table, actionName);
    const given = words.slice(arrow + 1);
    const ranked = table.table.kind === "ternary" || table.table.kind === "range";
    const priority = ranked ? PRIORITY_MAX - wholeNumber(given.at(-1) ?? "") : 0;
    const values = ranked ? given.slice(0, -1) : given;
    this.tables.apply("insert", {
      ...this.plain(table),
      match: this.match(table, key),
      priority,
      action: actionOf(action, values),
    });
  }

  private setDefault([tableName = "", actionName = "", ...rest]: readonly string[]): void {
    const table = this.table(tableName);
    const values = rest.filter((word) => word !== "=>");
    const action = actionOf(this.action(table, actionName), values);
    this.tables.apply("modify", { ...this.plain(table), isDefault: true, action });
  }

  private plain({ table }: TableState) {
    return {
      kind: "tableEntry",
      table: table.name,
      match: {},
      priority: 0,
      isDefault: false,
      idleTimeoutNs: 0n,
      metadata: new Uint8Array(),
    } as const;
  }

  private match({ table }: TableState, texts: readonly string[]): Record<string, MatchValue> {
    if (texts.length !== table.keys.length) {
      refuseCommand(`${table.name} has the key ${table.keys.map(({ name }) => name).join(", ")}`);
    }
    return Object.fromEntries(
      table.keys.map((key, index) => [key.name, parseMatch(key, texts[index] ?? "")]),
    );
  }

  private writeRegister([name = "", index = "", value = ""]: readonly string[]): void {
    const array = named(this.loaded.state.registers, ({ register }) => register.name, name, "register");
    const cell = wholeNumber(index);
    if (cell >= array.size) refuseCommand(`${array.register.name} has ${array.size} cells`);
    array.write(cell, parseValue(value, array.register.width));
  }

  private replicate(command: string, [first = 0, ...others]: readonly number[]): void {
    const { groups, sessions } = this.loaded.state.replication;
    switch (command) {
      case "mirroring_add": {
        checkSessionId(first);
        const replicas = others.map((port) => ({ port, instance: 0 }));
        sessions.set(first, { replicas, classOfService: 0, packetLengthBytes: 0 });
        return;
      }
      case "mirroring_add_mc": {
        checkSessionId(first);
        const [multicastGroup] = others;
        if (multicastGroup === undefined) refuseCommand("write SESSION GROUP");
        sessions.set(first, { replicas: [], multicastGroup, classOfService: 0, packetLengthBytes: 0 });
        return;
      }
      case "mc_mgrp_create":
        groups.set(first, []);
        return;
      case "mc_node_create":
        this.nodes.push(others.map((port) => ({ port, instance: first })));
        return;
      case "mc_node_associate": {
        const node = this.nodes[others[0] ?? -1] ?? refuseCommand(`there is no node ${others[0]}`);
        groups.set(first, [...(groups.get(first) ?? []), ...node]);
        return;
      }
      default:
        refuseCommand(`there is no command ${command}`);
    }
  }

  private table(name: string): TableState {
    return named(this.loaded.state.tables, ({ table }) => table.name, name, "table");
  }

  private action({ table }: TableState, name: string): Action {
    const allowed = table.actions.flatMap((index) => this.loaded.program.actions[index] ?? []);
    return named(allowed, (action) => action.name, name, `action of ${table.name}`);
  }
}

function actionOf({ name, parameters }: Action, values: readonly string[]): TableAction {
  if (values.length !== parameters.length) {
    const list = parameters.map((parameter) => parameter.name).join(", ");
    refuseCommand(`${name} takes ${parameters.length === 0 ? "no arguments" : list}`);
  }
  const params = Object.fromEntries(
    parameters.map((parameter, index) => [parameter.name, parseValue(values[index] ?? "", parameter.width)]),
  );
  return { kind: "action", value: { action: name, params } };
}

/** The thing of this name, or the only one whose last part it is: `routes` for `ingress.routes`. */
function named<T>(things: readonly T[], nameOf: (thing: T) => string, name: string, what: string): T {
  const whole = things.find((thing) => nameOf(thing) === name);
  if (whole !== undefined) return whole;
  const [found, second] = things.filter((thing) => nameOf(thing).endsWith(`.${name}`));
  if (found === undefined || second !== undefined) {
    const names = things.map(nameOf).join(", ");
    return refuseCommand(
      `there is ${found === undefined ? "no" : "more than one"} ${what} ${name}; choose from ${names}`,
    );
  }
  return found;
}

function wholeNumber(text: string): number {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : refuseCommand(`${text || "nothing"} is no whole number`);
}
