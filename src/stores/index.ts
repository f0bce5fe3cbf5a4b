export * from "./log-stores.js";
export type { StoreErrorCode } from "./store-error.js";
export type { Transaction } from "./transaction.js";
