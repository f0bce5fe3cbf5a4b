import { concatBytes, equalBytes } from "../../base/index.js";
import type { Command, Commands } from "./command.js";
import { valueBytesMax } from "./limits.js";
import { keyBytes, keyText } from "./message.js";

const nothing = new Uint8Array(0);
const lineEnd = 0x0a;

/** Changes nothing; the result is the state. */
const get: Command = (state = nothing) => ({ state, result: state });

/** The state becomes the argument; the result is the state before. */
const set: Command = (state = nothing, argument) => ({ state: argument, result: state });

/** The argument is added at the end; no result. */
const append: Command = (state = nothing, argument) => ({
  state: concatBytes([state, argument]),
  result: nothing,
});

/** Adds a decimal number to the state, which is one, 0 at first; the result is the sum. */
const add: Command = (state = nothing, argument) => {
  const sum = keyBytes((wholeNumber(state) + wholeNumber(argument)).toString());
  return { state: sum, result: sum };
};

/** Puts the argument, one line, before the lines of the state, and drops the last ones above 8,192 bytes; no result. */
const prependLine: Command = (state = nothing, argument) => {
  const longer = concatBytes([oneLine(argument), Uint8Array.of(lineEnd), state]);
  if (longer.length <= valueBytesMax) return { state: longer, result: nothing };
  const end = longer.lastIndexOf(lineEnd, valueBytesMax - 1);
  if (end < 0) throw new Error(`the line has more than ${valueBytesMax - 1} bytes`);
  return { state: longer.subarray(0, end + 1), result: nothing };
};

/** Adds the argument to the lines of the state unless it is one of them; the result is "added", or empty. */
const addLine: Command = (state = nothing, argument) => {
  const line = oneLine(argument);
  if (linesOf(state).some((known) => equalBytes(known, line))) return { state, result: nothing };
  return { state: concatBytes([state, line, Uint8Array.of(lineEnd)]), result: keyBytes("added") };
};

/** Takes the argument from the lines of the state; the result is "removed", or empty when it was none of them. */
const removeLine: Command = (state = nothing, argument) => {
  const lines = linesOf(state);
  const kept = lines.filter((known) => !equalBytes(known, argument));
  const parts = kept.flatMap((line) => [line, Uint8Array.of(lineEnd)]);
  return { state: concatBytes(parts), result: kept.length < lines.length ? keyBytes("removed") : nothing };
};

/** The commands that every client and every replica knows. */
export const standardCommands: Commands = new Map([
  ["get", get],
  ["set", set],
  ["append", append],
  ["add", add],
  ["prepend-line", prependLine],
  ["add-line", addLine],
  ["remove-line", removeLine],
]);

function wholeNumber(bytes: Uint8Array): bigint {
  const text = keyText(bytes);
  if (!/^-?[0-9]*$/.test(text) || text === "-") throw new Error(`"${text}" is no whole number`);
  return BigInt(text);
}

function oneLine(line: Uint8Array): Uint8Array {
  if (line.includes(lineEnd)) throw new Error("the argument is more than one line");
  return line;
}

function linesOf(state: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < state.length; ) {
    const end = state.indexOf(lineEnd, from);
    lines.push(state.subarray(from, end < 0 ? state.length : end));
    from = end < 0 ? state.length : end + 1;
  }
  return lines;
}
