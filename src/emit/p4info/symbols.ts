import { type Annotation, type HeaderType, noAction, type Program, walk } from "../../ir/index.js";
import { requestedId } from "./annotations.js";
import type { ControlPlaneSymbol, SymbolKind } from "./ids.js";
import { type Instance, pipelinesOf, usedActions } from "./instances.js";

/** Everything that the control plane can name. Ids and aliases depend on all of it. */
export function controlPlaneSymbols(program: Program): readonly ControlPlaneSymbol[] {
  return [
    ...valueSetSymbols(program),
    ...pipelinesOf(program).flatMap(({ outerFirst }) => outerFirst.flatMap(instanceSymbols)),
    ...controllerHeaders(program).map((header) =>
      symbol("controllerHeader", header.name, header.annotations),
    ),
  ];
}

/** The headers that packets to and from the controller begin with, in the order of the headers struct. */
export function controllerHeaders(program: Program): readonly HeaderType[] {
  const found = new Map<string, HeaderType>();
  for (const { type } of program.headers.fields) {
    if (type.kind === "headerType" && type.controllerHeader !== undefined) found.set(type.name, type);
  }
  return [...found.values()];
}

function symbol(kind: SymbolKind, name: string, annotations: readonly Annotation[]): ControlPlaneSymbol {
  const id = requestedId(annotations);
  return id === undefined ? { kind, name } : { kind, name, id };
}

function valueSetSymbols({ parser }: Program): readonly ControlPlaneSymbol[] {
  return parser.valueSets.map(({ name, annotations }) =>
    symbol("valueSet", `${parser.name}.${name}`, annotations),
  );
}

function instanceSymbols({ path, control }: Instance): readonly ControlPlaneSymbol[] {
  const of = (
    kind: SymbolKind,
    declared: readonly { readonly name: string; readonly annotations: readonly Annotation[] }[],
  ) => declared.map(({ name, annotations }) => symbol(kind, `${path}.${name}`, annotations));
  const used = usedActions(control);
  const nothing: readonly ControlPlaneSymbol[] = used.has(noAction)
    ? [{ kind: "action", name: noAction }]
    : [];
  return [
    ...nothing,
    ...of(
      "action",
      control.actions.filter(({ name }) => used.has(name)),
    ),
    ...of("table", control.tables),
    ...of("actionProfile", control.actionProfiles),
    ...of(
      "counter",
      control.counters.filter(({ size }) => size !== undefined),
    ),
    ...of(
      "directCounter",
      control.counters.filter(({ size }) => size === undefined),
    ),
    ...of(
      "meter",
      control.meters.filter(({ size }) => size !== undefined),
    ),
    ...of(
      "directMeter",
      control.meters.filter(({ size }) => size === undefined),
    ),
    ...of("register", control.registers),
    ...digestNames(control).map((name): ControlPlaneSymbol => ({ kind: "digest", name })),
  ];
}

/** P4Info knows a digest by its struct, and only when it is sent. */
export function digestNames(control: Instance["control"]): readonly string[] {
  const sent = new Set<string>();
  walk([control.actions, control.body], (target) => {
    if (target.kind !== "sendDigest") return;
    const digest = control.digests.find(({ name }) => name === target.digest);
    if (digest !== undefined) sent.add(digest.type.name);
  });
  return [...sent];
}
