#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from "commander";
import { layout } from "./commands/layout.js";
import { run } from "./commands/run.js";
import { up } from "./commands/up.js";
import { Fault } from "./fault.js";
import { switchKindNames } from "./switch-kind.js";

const traceOption = () =>
  new Option("--trace", "let every switch write what it does with each packet to STATE/<switch>.trace; slow");
const switchOption = () =>
  new Option(
    "--switch <kind>",
    "what runs as the switches: simple_switch_grpc, or the embedded switch on the same interfaces",
  )
    .choices(switchKindNames)
    .default("bmv2");
const fabricOption = () =>
  new Option("--fabric <file>", "description of racks, switches, hosts and links").default(
    "controller/fabrics/four-racks.yaml",
  );

function commandLine(): Command {
  const program = new Command("bmv2-env")
    .description("A fabric on BMv2 or embedded switches, in Linux network namespaces.")
    .showHelpAfterError();
  program
    .command("up")
    .description("boot a fabric, and keep it up until Ctrl-C")
    .addOption(switchOption())
    .addOption(fabricOption())
    .option("--state <directory>", "where the fabric keeps its files", ".ringworld-bmv2")
    .option("--listen <address>", "where the REST API listens", "127.0.0.1:8080")
    .option("--prefix <text>", "use the network that was made with this prefix, see `layout`", prefixText)
    .addOption(traceOption())
    .action(up);
  program
    .command("run")
    .description("boot a fabric, append a file to its log, read it back from another client, and compare")
    .argument("<file>", "what to append")
    .addOption(switchOption())
    .addOption(fabricOption())
    .option("--chunk <bytes>", "size of the entries", "1024")
    .option("--state <directory>", "where the fabric keeps its files; a temporary directory by default")
    .addOption(traceOption())
    .action(run);
  program
    .command("layout")
    .description("print the network of a fabric as JSON, for who makes it in another way")
    .addOption(fabricOption())
    .requiredOption("--prefix <text>", "beginning of all names", prefixText)
    .action(layout);
  return program;
}

/** An interface has at most 15 characters in its name; 8 of them say which port it is. */
function prefixText(text: string): string {
  if (/^[a-z][a-z0-9]{0,6}$/.test(text)) return text;
  throw new InvalidArgumentError("Give a small letter and at most six small letters and digits.");
}

try {
  await commandLine().parseAsync();
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n  ${error.help}\n`);
  process.exitCode = 1;
}
