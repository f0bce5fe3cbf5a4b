import { type CodedError, explainedError } from "../base/index.js";

const explanations = {
  "LOG-TIMEOUT": [
    "no answer in time",
    "The outcome is unknown: an append may still take effect. Check the fabric, then try again.",
  ],
  "LOG-NOT-COMMITTED": [
    "the index has been handed out and its entry is not committed",
    "Check that a majority of the index's replica set is up, then read again.",
  ],
  "LOG-OUT-OF-BOUNDS": [
    "the index is beyond the tail of the log, or the place beyond the entries at the index",
    "Read an index between 1 and what `tail` answers, and a place that `append` or a read has told.",
  ],
  "LOG-TOO-LARGE": [
    "the entry is too large, or entries that are to stand together are",
    "Split it: an entry has at most 9,000 bytes, and entries that stand together at most that with 2 for each.",
  ],
  "LOG-EMPTY": ["there is nothing to append", "Append at least one entry; it may have no bytes."],
  "LOG-TRIMMED": [
    "the index was trimmed: its entry is gone for good",
    "Read on from the index that `trim` was last given.",
  ],
  "LOG-FENCED": [
    "this host is fenced off from the log",
    "Its outcome is unknown if it was under way before. Ask whoever fenced the host off, or wait until it is let in again.",
  ],
  "LOG-NOT-SERVED": [
    "no switch leads the stripe of this index",
    "Check that the controller has filled the stripe tables of all switches.",
  ],
  "LOG-CLOSED": ["the client was closed", "Make a new client."],
} as const;

/** Why an operation on the log failed. */
export type LogErrorCode = keyof typeof explanations;

/** Makes the error of a failed operation; `what` names the operation and its argument. */
export function logError(code: LogErrorCode, what: string): CodedError {
  return explainedError(explanations, code, what);
}
