import { type CodedError, explainedError } from "../base/index.js";

const explanations = {
  "STORE-CONFLICT": [
    "others kept changing what the transaction read",
    "Run it again, or make it read fewer keys.",
  ],
  "STORE-TOO-LARGE": [
    "the transaction does not fit an entry of the log",
    "An entry has at most 9,000 bytes: write fewer or smaller values at once.",
  ],
} as const;

/** Why an operation on a store failed, beside what the log itself may say. */
export type StoreErrorCode = keyof typeof explanations;

export function storeError(code: StoreErrorCode, what: string): CodedError {
  return explainedError(explanations, code, what);
}
