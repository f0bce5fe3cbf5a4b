import { Command, Option } from "commander";
import { examples } from "./examples.js";
import {
  chunkBytes,
  killCount,
  lapCount,
  portNumber,
  positiveNumber,
  rackCount,
  streamNumber,
  switchCount,
  tellerCount,
  transferCount,
  underWayNumber,
  worldCount,
} from "./number-arguments.js";
import { addVivace } from "./vivace-command-line.js";

const defaultFabric = "controller/fabrics/four-racks.yaml";
const defaultListen = "127.0.0.1:8080";
const stateOption = () =>
  new Option("--state <directory>", "where the fabric keeps its files").default(".ringworld");
const fabricOption = () =>
  new Option("--fabric <file>", "description of racks, switches, hosts and links").default(defaultFabric);
const startedFabricOption = () =>
  new Option("--fabric <file>", "description of racks, switches, hosts and links").default(
    undefined,
    `that of the state directory, else ${defaultFabric}`,
  );
const jsonOption = () => new Option("--json", "one JSON object a line, for machines");
const modeOption = () =>
  new Option("--mode <mode>", "where an append waits for its index: in the host or in the switch")
    .choices(["ticket", "recirculate"])
    .default("ticket");
const clientOption = () => new Option("--client <name>", "client port to use; the first free one by default");

/**
 * Every command of `ringworld`. A command's code is loaded when it runs, so that starting a log server does not load
 * the compiler.
 */
export function commandLine(): Command {
  const program = new Command("ringworld")
    .description("Switch programs written once, and a shared log on a ring of switches.")
    .showHelpAfterError("Add --help for the options and examples.")
    .addHelpText("after", examples("ringworld run README.md", "ringworld up", "ringworld generate --out p4"));
  addRun(program);
  addUp(program);
  addLogCommands(program);
  addFence(program);
  addBank(program);
  addGenerate(program);
  addFit(program);
  addFabric(program);
  addController(program);
  addSwitch(program);
  addChaos(program);
  addSimulate(program);
  addScale(program);
  addTrace(program);
  addVivace(program);
  addProcesses(program);
  return program;
}

function addRun(program: Command): void {
  program
    .command("run")
    .description("boot a fabric, append a file to its log, read it back from another client, and compare")
    .argument("[file]", "what to append, one entry a line", "p4/tor/v1model.p4")
    .addOption(fabricOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("ringworld run", "ringworld run /var/log/syslog", "ringworld run README.md --json"),
    )
    .action(async (file, options) => (await import("./commands/run.js")).run(file, options));
}

function addUp(program: Command): void {
  program
    .command("up")
    .description("boot a fabric with its controller and REST API, and keep it up until Ctrl-C")
    .addOption(startedFabricOption())
    .addOption(stateOption())
    .option("--listen <address>", "where the REST API listens", defaultListen)
    .option("--processes", "every switch and the controller in a process of its own, which may be killed")
    .addHelpText(
      "after",
      examples(
        "ringworld up",
        "ringworld up --processes",
        "curl --data-binary 'hello' -H 'content-type: application/octet-stream' http://127.0.0.1:8080/v1/log",
        "curl http://127.0.0.1:8080/v1/log/1",
      ),
    )
    .action(async (options) => (await import("./commands/up.js")).up(options));
}

function addLogCommands(program: Command): void {
  const logCommand = (name: string) =>
    program.command(name).addOption(stateOption()).addOption(clientOption()).addOption(jsonOption());
  logCommand("append")
    .description("append a file, or standard input, one entry a line; prints where each stands")
    .argument("[file]", "what to append; - is standard input", "-")
    .option("--chunk <bytes>", "cut the input into entries of this size instead of lines", chunkBytes)
    .option("--stream <number>", "stream of the entries", streamNumber, 0)
    .option("--under-way <number>", "the most appends under way at once", underWayNumber)
    .option("--statistics", "tell how fast it was, as JSON on standard error")
    .addOption(modeOption())
    .addHelpText(
      "after",
      examples("echo hello | ringworld append", "ringworld append photo.jpg --chunk 8192"),
    )
    .action(async (file, options) => (await import("./commands/append.js")).append(file, options));
  logCommand("read")
    .description("print entries of the log, one a line")
    .argument("[from]", "first index; by default the first that is not trimmed")
    .option("--to <index>", "last index; the tail by default")
    .option("--stream <number>", "only the entries of this stream", streamNumber)
    .option("--follow", "go on with what is appended, until Ctrl-C")
    .option("--raw", "the bytes of the entries and nothing between them")
    .addHelpText(
      "after",
      examples("ringworld read", "ringworld read 17 --to 20 --json", "ringworld read --stream 7 --follow"),
    )
    .action(async (from, options) => (await import("./commands/read.js")).read(from, options));
  logCommand("subscribe")
    .description("follow a stream; the switch keeps the entries of other streams from this host's link")
    .requiredOption("--stream <number>", "what to follow", streamNumber)
    .option("--from <index>", "first index; by default the first that is not trimmed")
    .option("--raw", "the bytes of the entries and nothing between them")
    .addHelpText("after", examples("ringworld subscribe --stream 7"))
    .action(async (options) => (await import("./commands/subscribe.js")).subscribe(options));
  logCommand("trim")
    .description("give up every entry below an index, for good; log servers free the space")
    .argument("<index>", "the first index that stays")
    .addHelpText("after", examples("ringworld trim 1000"))
    .action(async (index, options) => (await import("./commands/trim.js")).trim(index, options));
  logCommand("tail")
    .description("print the largest index handed out")
    .addHelpText("after", examples("ringworld tail"))
    .action(async (options) => (await import("./commands/tail.js")).tail(options));
}

function addFence(program: Command): void {
  program
    .command("fence")
    .description("fence a host off: its switch forwards nothing of the log for it, or from it")
    .argument("<host>", "name of a log server or a client")
    .option("--lift", "let it in again")
    .option("--reason <text>", "why, for people")
    .addOption(stateOption())
    .addHelpText("after", examples("ringworld fence log-2-1", "ringworld fence log-2-1 --lift"))
    .action(async (host, options) => (await import("./commands/fence.js")).fence(host, options));
}

function addBank(program: Command): void {
  program
    .command("bank")
    .description(
      "run a bank with two replicated stores on the log of a running fabric, and rebuild it from the log",
    )
    .option("--tellers <number>", "replicas that transfer money at the same time", tellerCount, 3)
    .option("--transfers <number>", "transactions over both stores", transferCount, 200)
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("ringworld bank", "ringworld bank --tellers 4 --transfers 1000 --json"))
    .action(async (options) => (await import("./commands/bank.js")).bank(options));
}

function addGenerate(program: Command): void {
  program
    .command("generate [file]")
    .description(
      "write the P4_16, P4Info and BMv2 JSON of the switch programs, or of those in a file of yours",
    )
    .option("--out <directory>", "where to write", "p4")
    .option("--program <name>", "only this program")
    .option("--check", "compare with what is there and write nothing")
    .option("--map <place>", "tell what FILE[:LINE[:COLUMN]] has become, or where a line of P4 is from")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "ringworld generate",
        "ringworld generate my-switch.ts --out /tmp/p4",
        "ringworld generate --map src/programs/routing.ts:6",
        "ringworld generate --map p4/tor/v1model.p4:300 --json",
      ),
    )
    .action(async (file, options) => (await import("./commands/generate.js")).generate({ ...options, file }));
}

function addFit(program: Command): void {
  program
    .command("fit")
    .description("compile programs for Tofino 1 with p4c, and say what they take of it")
    .argument("[program]", "one program; all of them by default")
    .addOption(jsonOption())
    .addHelpText("after", examples("ringworld fit", "ringworld fit tor --json"))
    .action(async (name, options) => (await import("./commands/fit.js")).fit(name, options));
}

function addFabric(program: Command): void {
  const fabric = program
    .command("fabric")
    .description("check a fabric file and print it with every default, or apply it to a running fabric")
    .argument("[file]", "description of racks, switches, hosts and links", defaultFabric)
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples("ringworld fabric", "ringworld fabric my-fabric.yaml --json", "ringworld fabric apply --help"),
    )
    .action(async (file, options) => (await import("./commands/fabric.js")).fabric(file, options));
  fabric
    .command("apply")
    .description("make a running fabric what a fabric file says, and wait until it is")
    .argument("<file>", "description of racks, switches, hosts and links")
    .option("--dry-run", "tell what would change, and change nothing")
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "ringworld fabric apply controller/fabrics/five-racks.yaml --dry-run",
        "ringworld fabric apply controller/fabrics/five-racks.yaml",
      ),
    )
    .action(async (file, _options, command: Command) =>
      (await import("./commands/fabric-apply.js")).fabricApply(file, command.optsWithGlobals()),
    );
}

function addController(program: Command): void {
  program
    .command("controller")
    .description("run the controller alone, for switches that run already, until Ctrl-C")
    .option(
      "--addresses <list>",
      "P4Runtime servers, as SWITCH=HOST:PORT,…; by default, as the file says",
      "",
    )
    .option("--namespaces <list>", "network namespaces of hosts, as HOST=NAMESPACE,…", "")
    .option(
      "--listen <address>",
      "where the REST API listens, if the api host has a namespace",
      defaultListen,
    )
    .addOption(startedFabricOption())
    .addOption(stateOption())
    .addHelpText(
      "after",
      examples(
        "ringworld controller --addresses s1=10.9.0.1:9559,s2=10.9.0.2:9559,s3=10.9.0.3:9559,s4=10.9.0.4:9559",
      ),
    )
    .action(async (options) => (await import("./commands/controller.js")).controller(options));
}

function addChaos(program: Command): void {
  program
    .command("chaos")
    .description("kill switches, log servers and the controller under load, and check that nothing is lost")
    .option("--kills <number>", "how many processes to kill, one after the other", killCount, 20)
    .option("--seed <number>", "which ones, and when; the same seed kills the same", streamNumber, 1)
    .option("--out <directory>", "where the plot of the pauses goes", "figures")
    .option("--state <directory>", "where the fabric keeps its files; one that is removed by default")
    .option("--verbose", "tell what the controller does")
    .addOption(fabricOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("ringworld chaos", "ringworld chaos --kills 100 --seed 7 --json"))
    .action(async (options) => (await import("./commands/chaos.js")).chaos(options));
}

function addSimulate(program: Command): void {
  program
    .command("simulate")
    .description("run switches, log servers and clients in simulated time with faults, and check every rule")
    .option("--seed <number>", "seed of the first world; the same seed gives the same run", streamNumber, 1)
    .option("--racks <number>", "racks of every world; each seed chooses by default", rackCount)
    .option("--minutes <number>", "simulated minutes, over all worlds; 0.1 by default", positiveNumber)
    .option("--worlds <number>", "end after so many worlds", worldCount)
    .option(
      "--journal <file>",
      "write there how far it is, and go on where it ends; broken rules are noted there",
    )
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "ringworld simulate",
        "ringworld simulate --seed 7 --racks 4 --minutes 1",
        "ringworld simulate --worlds 100000 --journal long.jsonl",
      ),
    )
    .action(async (options) => (await import("./commands/simulate.js")).simulateCampaign(options));
}

function addScale(program: Command): void {
  program
    .command("scale")
    .description("simulate the log of a whole datacenter and draw latency over throughput, as SVG and CSV")
    .option("--switches <number>", "switches of the ring", switchCount, 500)
    .option("--appends <rate>", "appends/s of the whole log", positiveNumber, 80e9)
    .option("--hop-us <time>", "from one switch to the next, µs", positiveNumber, 10)
    .option("--entry-bytes <number>", "size of an entry", chunkBytes, 1024)
    .option("--laps <number>", "laps of the token to simulate", lapCount, 20)
    .option("--seed <number>", "seed of the arrivals; the same seed gives the same figures", streamNumber, 1)
    .option("--out <directory>", "where the figures go", "figures")
    .addOption(jsonOption())
    .addHelpText("after", examples("ringworld scale", "ringworld scale --switches 100 --appends 16e9 --json"))
    .action(async (options) => (await import("./commands/scale.js")).scale(options));
}

/** The options are those of simple_switch_grpc, which has its own rules for them. */
function addSwitch(program: Command): void {
  program
    .command("switch")
    .description("run one embedded switch on network interfaces, with the options of simple_switch_grpc")
    .argument("[options...]", "see `ringworld switch --help`")
    .helpOption(false)
    .allowUnknownOption()
    .action(async () => {
      const args = process.argv.slice(process.argv.indexOf("switch") + 1);
      await (await import("./commands/switch.js")).runSwitch("ringworld switch", args);
    });
}

function addTrace(program: Command): void {
  program
    .command("trace")
    .description("send one packet through a switch program and print every step of its way")
    .requiredOption("--program <program>", "directory with a bmv2.json, or a BMv2 JSON file")
    .requiredOption("--port <number>", "port on which the packet comes in", portNumber)
    .requiredOption("--packet <hex>", "the whole frame, in hexadecimal digits")
    .option("--entries <file>", "what tables, groups and registers hold, as commands of simple_switch_CLI")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "ringworld trace --program p4/router --port 0 --packet ffffffffffff0200000000010800",
        "ringworld trace --program p4/router --port 0 --packet 0200… --entries routes.txt --json",
      ),
    )
    .action(async (options) => (await import("./commands/trace.js")).trace(options));
}

/** What others start: each is told its task as JSON, or a number. */
function addProcesses(program: Command): void {
  const processCommand = (name: string) => program.command(name, { hidden: true });
  processCommand("log-server")
    .description("run one log server")
    .argument("<task>", "what the server is told, as JSON", JSON.parse)
    .action(async (task) => (await import("./commands/log-server.js")).logServer(task));
  processCommand("fabric-switch")
    .description("run one switch of a fabric")
    .argument("<task>", "what the switch is told, as JSON", JSON.parse)
    .action(async (task) => (await import("./commands/fabric-switch.js")).fabricSwitch(task));
  processCommand("fabric-controller")
    .description("run the controller of a fabric")
    .argument("<task>", "what the controller is told, as JSON", JSON.parse)
    .action(async (task) => (await import("./commands/fabric-controller.js")).fabricController(task));
  processCommand("ticks")
    .description("send ticks to switches that have no packet generator")
    .argument("<task>", "which switches, and how often, as JSON", JSON.parse)
    .action(async (task) => (await import("./commands/ticks.js")).ticks(task));
  processCommand("host-socket")
    .description("open a UDP socket and pass it to the parent")
    .argument("<port>", "where it receives", Number)
    .action(async (port) => (await import("./commands/host-socket.js")).hostSocket(port));
}
