import { type Control, noAction, type Program, walk } from "../../ir/index.js";

/** A control instance and the path of instances that leads to it. */
export interface Instance {
  readonly path: string;
  readonly control: Control;
}

/** The instances of a pipeline's control, outer ones first. */
function instancesOf(control: Control, path: string): readonly Instance[] {
  const inner = control.controls.flatMap((one) => instancesOf(one, `${path}.${one.name}`));
  return [{ path, control }, ...inner];
}

/** The same, inner ones first. */
function innerFirst(control: Control, path: string): readonly Instance[] {
  const inner = control.controls.flatMap((one) => innerFirst(one, `${path}.${one.name}`));
  return [...inner, { path, control }];
}

/** The instances of one pipeline in the two orders in which p4c meets what they declare. */
export interface PipelineInstances {
  /** State is declared in front of the inner controls. */
  readonly outerFirst: readonly Instance[];
  /** Actions and tables are declared behind them. */
  readonly innerFirst: readonly Instance[];
}

/** Ingress and egress. */
export function pipelinesOf(program: Program): readonly PipelineInstances[] {
  return (["ingress", "egress"] as const).map((path) => ({
    outerFirst: instancesOf(program[path], path),
    innerFirst: innerFirst(program[path], path),
  }));
}

/** The full name of an action; the one that does nothing belongs to no control. */
export function actionName(path: string, name: string): string {
  return name === noAction ? noAction : `${path}.${name}`;
}

/** The actions that tables of a control run. */
export function tableActions(control: Control): ReadonlySet<string> {
  return new Set(control.tables.flatMap(({ actions }) => actions.map(({ action }) => action)));
}

/** The actions of a control that a table runs or its body calls; p4c forgets the others. */
export function usedActions(control: Control): ReadonlySet<string> {
  const used = new Set(tableActions(control));
  walk([control.body], (target) => {
    if (target.kind === "callAction") used.add(target.action);
  });
  return used;
}
