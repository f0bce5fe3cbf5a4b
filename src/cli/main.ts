#!/usr/bin/env node
import { commandLine } from "./command-line.js";
import { reportFailure, systemErrorCode } from "./failure.js";

// Whoever reads our output may stop reading: `ringworld read | head`.
process.stdout.on("error", (error) => {
  if (systemErrorCode(error) !== "EPIPE") throw error;
  process.exit(0);
});

const json = process.argv.includes("--json");
try {
  await commandLine().parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error, json);
  // A channel that is listened to would keep this process alive, and its parent waiting.
  if (process.connected) process.disconnect();
}
