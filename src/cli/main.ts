#!/usr/bin/env node
import { commandLine } from "./command-line.js";
import { reportFailure } from "./failure.js";

const json = process.argv.includes("--json");
try {
  await commandLine().parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error, json);
}
