import { type CanonicalCode, P4RuntimeError } from "p4runtime-js-grpc/errors";

/** Refuses an update or a read with a canonical code. */
export function refuseControl(code: CanonicalCode, message: string): never {
  throw new P4RuntimeError(code, message);
}

/** The object of a name, or NOT_FOUND. */
export function objectOf<T>(objects: Iterable<T>, nameOf: (object: T) => string, name: string): T {
  for (const object of objects) {
    if (nameOf(object) === name) return object;
  }
  return refuseControl("NOT_FOUND", `the program has no ${name}`);
}

/** All objects when the name is empty (a wildcard), else the one of the name. */
export function objectsOf<T>(
  objects: readonly T[],
  nameOf: (object: T) => string,
  name: string,
): readonly T[] {
  return name === "" ? objects : [objectOf(objects, nameOf, name)];
}

/** The index that an update must give, if it is one of `size` cells. */
function cellIndex(index: number | undefined, size: number, name: string): number {
  if (index === undefined) return refuseControl("INVALID_ARGUMENT", `an index of ${name} is missing`);
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    return refuseControl("OUT_OF_RANGE", `${name} has ${size} cells, not one at ${index}`);
  }
  return index;
}

/** The cells that an update or a read means: one, or all when no index is given. */
export function cells(index: number | undefined, size: number, name: string): Iterable<number> {
  return index === undefined ? Array(size).keys() : [cellIndex(index, size, name)];
}
