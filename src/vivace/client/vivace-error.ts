import { type CodedError, explainedError } from "../../base/index.js";

const explanations = {
  "VIVACE-TIMEOUT": [
    "too few replicas answered in time",
    "The outcome of a write or a command is unknown: it may still take effect. Check that a majority of the replica set, and of the site's local set, is up.",
  ],
  "VIVACE-NO-DATA": [
    "the timestamp of the newest value is known, and no replica that could be asked has the value",
    "It may still come from the site where it was written. If that site is lost, `lost-keys` tells whether the value is.",
  ],
  "VIVACE-UNKNOWN": [
    "it cannot be told any more whether an earlier attempt took effect",
    "Read the object to see. So many clients changed it meanwhile that this one's mark is gone, or the command cannot be run on what they have left.",
  ],
  "VIVACE-TOO-LARGE": [
    "key, value, argument or result is too large",
    "A key has at most 255 bytes; everything else at most 8,192.",
  ],
  "VIVACE-CLOCK": [
    "the timestamps are used up",
    "A clock in the system is far in the future. Set the clocks right and write under new keys.",
  ],
  "VIVACE-COMMAND": [
    "the command failed",
    "Give it an argument that it takes; a function of your own must not throw.",
  ],
  "VIVACE-NO-COMMAND": [
    "no command has this name",
    "Register it at the clients, under a name of 1 to 64 printable ASCII characters without spaces.",
  ],
  "VIVACE-NOT-RMW": [
    "the object does not hold the state of an RMW object",
    "Use an object either with read and write, or with execute.",
  ],
  "VIVACE-NOT-WRITTEN": ["the object was never written", "Write it first."],
  "VIVACE-NAME": [
    "this is no name",
    "A container has 1 to 32 of a-z, 0-9, dot, hyphen and underscore; an object has at least one character.",
  ],
  "VIVACE-NO-CONTAINER": ["the directory has no such container", "Make the container first."],
  "VIVACE-CONTAINER-EXISTS": [
    "the container is there, with other metadata",
    "Metadata never changes: choose another name.",
  ],
  "VIVACE-METADATA": [
    "these are no metadata of a container",
    "A replica set and each local set have 1 to 7 different replicas.",
  ],
  "VIVACE-SITE": ["the container has no local set at this site", "Name a site of the container's metadata."],
  "VIVACE-TYPE": [
    "the container holds objects of the other type",
    "RW objects are read and written, RMW objects execute commands.",
  ],
  "VIVACE-CLOSED": ["the client was closed", "Make a new client."],
} as const;

/** Why an operation on the store failed. */
export type VivaceErrorCode = keyof typeof explanations;

/** Makes the error of a failed operation; `what` names the operation and its object. */
export function vivaceError(code: VivaceErrorCode, what: string): CodedError {
  return explainedError(explanations, code, what);
}

/** Whether a text is the code of a failed operation. */
export function isVivaceErrorCode(text: string): text is VivaceErrorCode {
  return Object.hasOwn(explanations, text);
}
