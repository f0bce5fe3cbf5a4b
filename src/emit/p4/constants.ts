import { type Constant, type Program, typeName, walk } from "../../ir/index.js";
import { type Code, line, spaced } from "./code.js";
import { printNumber } from "./expressions.js";

type NamedConstant = Constant & { readonly name: string };

/**
 * Every named number of a program. Those with one prefix (`KIND_APPEND`, `KIND_TICKET`) stand together, by value;
 * the groups stand in the order of their first use.
 */
export function printConstants(program: Program): readonly Code[] {
  const groups = new Map<string, NamedConstant[]>();
  for (const constant of namedConstants(program)) {
    const prefix = prefixOf(constant.name);
    const group = groups.get(prefix);
    if (group === undefined) groups.set(prefix, [constant]);
    else group.push(constant);
  }
  return spaced([...groups.values()].map((group) => group.sort(byValue).map(printConstant)));
}

function namedConstants(program: Program): Iterable<NamedConstant> {
  const named = new Map<string, NamedConstant>();
  walk(program, (visited) => {
    if (visited.kind !== "constant") return;
    const { name } = visited;
    if (name !== undefined && !named.has(name)) named.set(name, { ...visited, name });
  });
  return named.values();
}

function prefixOf(name: string): string {
  const end = name.indexOf("_");
  return end < 0 ? name : name.slice(0, end);
}

function byValue(left: NamedConstant, right: NamedConstant): number {
  if (left.value === right.value) return left.name < right.name ? -1 : 1;
  return left.value < right.value ? -1 : 1;
}

function printConstant({ type, name, value, source }: NamedConstant): Code {
  return line(`const ${typeName(type)} ${name} = ${printNumber(value)};`, source);
}
