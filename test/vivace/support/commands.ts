import { concatBytes } from "../../../src/base/index.js";
import type { Command, Commands } from "../../../src/vivace/index.js";
import { bytesOf } from "./show.js";

/** Appends the argument to the state and gives back how long the state was. */
const append: Command = (state = new Uint8Array(0), argument) => ({
  state: concatBytes([state, argument]),
  result: bytesOf(`was ${state.length}`),
});

/** A command that fails. */
const fail: Command = () => {
  throw new Error("no luck");
};

/** The commands that clients and replicas know in scripts. */
export const commands: Commands = new Map([
  ["append", append],
  ["fail", fail],
]);
