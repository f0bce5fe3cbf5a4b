import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../fabric/artifacts.js";
import { interrupted } from "../fabric/interrupt.js";
import { say } from "../output.js";
import { readArguments } from "../switch/arguments.js";
import { switchHelp } from "../switch/help.js";
import { RunningSwitch } from "../switch/running-switch.js";
import { settingsOf } from "../switch/settings.js";

/** The newest BMv2 JSON that is understood. */
const jsonVersion = "2.24";

/**
 * Runs the embedded switch with the command line of simple_switch_grpc until it is asked to stop.
 *
 * @param name how the program is called in its help
 * @throws CodedError `SWITCH-OPTION` and what `RunningSwitch.start` throws
 */
export async function runSwitch(name: string, args: readonly string[]): Promise<void> {
  const given = readArguments(args);
  const answer = answerTo(name, given.values);
  if (answer !== undefined) {
    process.stdout.write(`${answer}\n`);
    return;
  }
  const settings = settingsOf(given);
  for (const warning of settings.warnings) say(warning);
  const stop = interrupted();
  try {
    const running = await RunningSwitch.start(settings, (line) => process.stdout.write(`${line}\n`));
    process.send?.("ready");
    await stop.signal;
    await running.stop();
  } finally {
    stop.forget();
    if (process.connected) process.disconnect();
  }
}

/** Options that only ask for something. */
function answerTo(name: string, values: ReadonlyMap<string, unknown>): string | undefined {
  if (values.has("help")) return switchHelp(name);
  if (values.has("json-version")) return jsonVersion;
  return values.has("version") ? version() : undefined;
}

function version(): string {
  const text = readFileSync(path.join(root, "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
