import path from "node:path";
import { pathToFileURL } from "node:url";
import { CodedError } from "../../base/index.js";
import { type Command, type Commands, isCommandName, standardCommands } from "../../vivace/index.js";

/**
 * The standard commands, and those that a module of the user exports as `commands`: an object or a map of deterministic
 * functions by name.
 *
 * @throws CodedError `STORE-COMMANDS` when the module cannot be loaded or exports something else
 */
export async function loadCommands(file: string | undefined): Promise<Commands> {
  if (file === undefined) return standardCommands;
  const found = await exported(file);
  const own = found instanceof Map ? [...found] : Object.entries(found);
  return new Map([...standardCommands, ...own.map((entry) => named(file, entry))]);
}

async function exported(file: string): Promise<object> {
  try {
    const loaded: { readonly commands?: unknown } = await import(pathToFileURL(path.resolve(file)).href);
    if (typeof loaded.commands === "object" && loaded.commands !== null) return loaded.commands;
  } catch (error) {
    throw faulty(file, error instanceof Error ? error.message : String(error));
  }
  throw faulty(file, "it exports no `commands`");
}

function named(file: string, [name, command]: readonly [unknown, unknown]): readonly [string, Command] {
  if (typeof name !== "string" || !isCommandName(name)) throw faulty(file, `${name} is no name of a command`);
  if (typeof command !== "function") throw faulty(file, `${name} is no function`);
  return [name, (state, argument) => command(state, argument)];
}

function faulty(file: string, reason: string): CodedError {
  return new CodedError({
    code: "STORE-COMMANDS",
    message: `${file}: ${reason}`,
    help: "Export `commands`: functions (state, argument) => ({ state, result }) by name, on Uint8Arrays.",
  });
}
