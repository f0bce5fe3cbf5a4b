export type * from "./action.js";
export { action, noAction } from "./action.js";
export type * from "./annotation.js";
export { annotated, annotation } from "./annotation.js";
export * from "./bool.js";
export * from "./checksum.js";
export type { Control } from "./control.js";
export { control } from "./control.js";
export * from "./expressions.js";
export * from "./externs.js";
export type * from "./fields.js";
export * from "./forwarding.js";
export type * from "./handles.js";
export * from "./header.js";
export type * from "./match.js";
export { any, exact, lpm, optional, range, selector, ternary } from "./match.js";
export * from "./named-types.js";
export type * from "./number-like.js";
export * from "./numbers.js";
export { cpuPort, packet } from "./packet.js";
export * from "./parser.js";
export * from "./parser-statements.js";
export * from "./program.js";
export type * from "./register.js";
export { register, registerAction } from "./register.js";
export type * from "./state-handles.js";
export { packetMetadata } from "./state-handles.js";
export * from "./statements.js";
export type * from "./step.js";
export type * from "./struct.js";
export {
  HeaderStack,
  headers,
  headerUnion,
  metadata,
  StructBase,
  stack,
  struct,
  UnionBase,
} from "./struct.js";
export * from "./switch-on.js";
export * from "./table.js";
export * from "./table-actions.js";
export type * from "./type-errors.js";
export type * from "./value.js";
export { Value } from "./value.js";
export { variable } from "./variables.js";
