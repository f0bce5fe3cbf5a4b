import type { P4TypeError } from "./type-errors.js";

/** A tuple of N elements: how TypeScript counts. */
type Count<N extends number, Counted extends readonly 0[] = []> = Counted["length"] extends N
  ? Counted
  : Count<N, readonly [...Counted, 0]>;

/** Literal numbers are counted; widths that are known only when the program runs stay `number`. */
type IsLiteral<N extends number> = number extends N ? false : true;

/** A + B. */
export type Sum<A extends number, B extends number> =
  IsLiteral<A | B> extends true ? (readonly [...Count<A>, ...Count<B>])["length"] & number : number;

/** The width of bits `High` down to `Low`, or never when `High` is less. */
export type SliceWidth<High extends number, Low extends number> =
  IsLiteral<High> extends true
    ? IsLiteral<Low> extends true
      ? readonly [...Count<High>, 0] extends readonly [...Count<Low>, ...infer Rest extends readonly 0[]]
        ? Rest["length"] extends 0
          ? never
          : Rest["length"]
        : never
      : number
    : number;

/** `unknown` when the slice lies inside of `Width` bits, else the reason why not. */
export type SliceCheck<Width extends number, High extends number, Low extends number> = [
  SliceWidth<High, Low>,
] extends [never]
  ? P4TypeError<`the slice [${High}:${Low}] is empty: the high bit comes first`>
  : [SliceWidth<Width, High>] extends [never]
    ? P4TypeError<`bit<${Width}> has no bit ${High}`>
    : [SliceWidth<Width, High>] extends [1]
      ? P4TypeError<`bit<${Width}> has no bit ${High}`>
      : unknown;

/** Whether two widths are the same, as far as the compiler knows them. */
export type SameWidth<A extends number, B extends number> =
  IsLiteral<A> extends true ? (IsLiteral<B> extends true ? ([B] extends [A] ? true : false) : true) : true;
