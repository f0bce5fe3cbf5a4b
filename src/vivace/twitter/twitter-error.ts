import { type CodedError, explainedError } from "../../base/index.js";

const explanations = {
  "TWITTER-NAME": ["this is no name of an account", "A name has 1 to 12 of a-z, 0-9 and underscore."],
  "TWITTER-NAME-TAKEN": ["somebody has this name", "Choose another one."],
  "TWITTER-CLAIM": [
    "this is no claim of a name",
    "A claim has 1 to 64 letters, digits and hyphens, chosen at random.",
  ],
  "TWITTER-NO-ACCOUNT": ["nobody has this name", "Sign up first."],
  "TWITTER-TEXT": ["this cannot be said", "A text has 1 to 280 characters."],
} as const;

/** Why the application refused a request. */
export type TwitterErrorCode = keyof typeof explanations;

/** Makes the error of a refused request; `what` names what was wrong. */
export function twitterError(code: TwitterErrorCode, what: string): CodedError {
  return explainedError(explanations, code, what);
}
