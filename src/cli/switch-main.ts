#!/usr/bin/env node
import { runSwitch } from "./commands/switch.js";
import { reportFailure } from "./failure.js";

/** `ringworld switch` as a program of its own, for scripts that know a switch by one name. */
try {
  await runSwitch("ringworld-switch", process.argv.slice(2));
} catch (error) {
  process.exitCode = reportFailure(error, false);
}
