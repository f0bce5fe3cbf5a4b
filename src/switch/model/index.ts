export type * from "./action.js";
export type * from "./control.js";
export type * from "./expression.js";
export type * from "./headers.js";
export type * from "./parser.js";
export type * from "./program.js";
