import {
  type EnumType,
  type FieldedType,
  type NewType,
  type Program,
  type Type,
  walk,
} from "../../ir/index.js";

/** A type that a P4 file declares. */
export type DeclaredType = EnumType | NewType | FieldedType;

/** Every named type that a program uses, each after the ones it is made of. */
export function collectTypes(program: Program, builtIn: ReadonlySet<string>): readonly DeclaredType[] {
  const found = new Map<string, DeclaredType>();
  const add = (type: Type): void => {
    if (type.kind === "stackType") add(type.element);
    else if ("name" in type && !found.has(type.name) && !builtIn.has(type.name)) {
      if ("fields" in type) for (const field of type.fields) add(field.type);
      found.set(type.name, type);
    }
  };
  add(program.headers);
  add(program.metadata);
  walk(program, (visited) => {
    if ("type" in visited && visited.type !== undefined) add(visited.type);
    if (visited.kind === "register") add(visited.cell);
  });
  return [...found.values()];
}
