import { CodedError } from "../../base/index.js";
import { type SwitchOption, switchOptions } from "./option-table.js";

/** Options as they were given: by name, each with its values in order; a flag has the value "". */
export interface GivenArguments {
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** What is no option, before the `--`. */
  readonly positional: readonly string[];
  /** Target options that nobody knows; simple_switch_grpc goes on without a word. */
  readonly unknown: readonly string[];
}

/**
 * Reads a command line as simple_switch_grpc does: general options and the JSON file, then `--`, then options of the
 * target. A name may be cut to what is unique, a value may follow after `=`.
 *
 * @throws CodedError `SWITCH-OPTION`
 */
export function readArguments(args: readonly string[]): GivenArguments {
  const reader = new ArgumentReader(args);
  while (reader.step());
  return reader;
}

class ArgumentReader implements GivenArguments {
  readonly values = new Map<string, string[]>();
  readonly positional: string[] = [];
  readonly unknown: string[] = [];
  readonly #args: readonly string[];
  #at = 0;
  #group: SwitchOption["group"] = "general";

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  /** Takes the next argument with its value. @returns false at the end */
  step(): boolean {
    const argument = this.#args[this.#at];
    if (argument === undefined) return false;
    this.#at += 1;
    if (argument === "--") this.#group = "target";
    else if (argument.startsWith("--")) this.#long(argument);
    else if (argument.length > 1 && argument.startsWith("-")) this.#short(argument);
    else if (this.#group === "general") this.positional.push(argument);
    else this.unknown.push(argument);
    return true;
  }

  #long(argument: string): void {
    const equals = argument.indexOf("=");
    const name = argument.slice(2, equals < 0 ? undefined : equals);
    this.#take(this.#find(name), argument, equals < 0 ? undefined : argument.slice(equals + 1));
  }

  #short(argument: string): void {
    const option = this.#inGroup.find(({ short }) => short === argument[1]);
    this.#take(option, argument, argument.length > 2 ? argument.slice(2) : undefined);
  }

  get #inGroup(): readonly SwitchOption[] {
    return switchOptions.filter(({ group }) => group === this.#group);
  }

  #find(name: string): SwitchOption | undefined {
    const exact = this.#inGroup.find((option) => option.name === name);
    if (exact !== undefined) return exact;
    const candidates = this.#inGroup.filter((option) => option.name.startsWith(name));
    if (candidates.length < 2) return candidates[0];
    const names = candidates.map((option) => `--${option.name}`).join(", ");
    throw refuse(`--${name} may be ${names}`, "Write more of it.");
  }

  #take(option: SwitchOption | undefined, argument: string, given: string | undefined): void {
    if (option === undefined) {
      this.#takeUnknown(argument);
      return;
    }
    const values = this.values.get(option.name) ?? [];
    if (values.length > 0 && option.repeats !== true)
      throw refuse(`${argument} is given twice`, "Give it once.");
    values.push(this.#valueOf(option, given));
    this.values.set(option.name, values);
  }

  #takeUnknown(argument: string): void {
    if (this.#group === "target") {
      this.unknown.push(argument);
      return;
    }
    const name = argument.slice(2).replace(/=.*/, "");
    const isTarget = switchOptions.some((option) => option.group === "target" && option.name === name);
    const help = isTarget ? "Options of the target come after a --." : "--help lists all options.";
    throw refuse(`there is no general option ${argument}`, help);
  }

  #valueOf(option: SwitchOption, given: string | undefined): string {
    if (option.argument === undefined) {
      if (given !== undefined) throw refuse(`--${option.name} takes no value`, "Leave it out.");
      return "";
    }
    const next = this.#args[this.#at];
    const follows = next !== undefined && !next.startsWith("-");
    if (given === undefined && follows) this.#at += 1;
    const value = given ?? (follows ? next : undefined);
    if (value === undefined && option.argument !== "optional") {
      throw refuse(`--${option.name} needs a value`, "--help tells which.");
    }
    return value ?? "";
  }
}

/** An error in the command line. */
export function refuse(message: string, help: string): CodedError {
  return new CodedError({ code: "SWITCH-OPTION", message, help });
}
