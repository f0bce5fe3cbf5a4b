import { type Command, InvalidArgumentError, Option } from "commander";
import { examples } from "./examples.js";

const defaultStore = "controller/stores/two-sites.yaml";
const stateOption = () =>
  new Option("--state <directory>", "where the store keeps its files").default(".vivace");
const jsonOption = () => new Option("--json", "one JSON object a line, for machines");

/** The commands of the key-value store: `ringworld vivace …`. */
export function addVivace(program: Command): void {
  const vivace = program
    .command("vivace")
    .description("a linearizable key-value store over several sites that does not feel their congestion")
    .addHelpText(
      "after",
      examples(
        "ringworld vivace up",
        "echo hello | ringworld vivace put rw/greeting",
        "ringworld vivace get rw/greeting",
      ),
    );
  addUp(vivace);
  addObjects(vivace);
  addOperation(vivace);
  addProxy(vivace);
  addTwitter(vivace);
  addEvaluate(vivace);
  vivace
    .command("lab-worker", { hidden: true })
    .description("run a part of an evaluation in network namespaces")
    .argument("<task>", "what the part is told, as JSON", JSON.parse)
    .action(async (task) => (await import("./commands/vivace/lab-worker.js")).labWorker(task));
  vivace
    .command("replica", { hidden: true })
    .description("run one replica")
    .argument("<task>", "what the replica is told, as JSON", JSON.parse)
    .action(async (task) => (await import("./commands/vivace/replica.js")).vivaceReplica(task));
}

function addUp(vivace: Command): void {
  vivace
    .command("up")
    .description("boot the replicas of a store and its REST API, and keep them up until Ctrl-C")
    .option("--store <file>", "description of sites, replicas and containers", defaultStore)
    .addOption(stateOption())
    .option("--listen <address>", "where the REST API listens", "127.0.0.1:8081")
    .option("--commands <module>", "JavaScript module with commands for RMW objects")
    .addHelpText(
      "after",
      examples(
        "ringworld vivace up",
        "curl -X PUT --data-binary 'hello' -H 'content-type: application/octet-stream' http://127.0.0.1:8081/v1/kv/rw/greeting",
        "curl -H 'accept: application/octet-stream' http://127.0.0.1:8081/v1/kv/rw/greeting",
      ),
    )
    .action(async (options) => (await import("./commands/vivace/up.js")).vivaceUp(options));
}

function clientCommand(vivace: Command, name: string): Command {
  return vivace
    .command(name)
    .addOption(stateOption())
    .option("--site <name>", "site of the client; the first one by default")
    .addOption(
      new Option("--algorithms <which>", "those of Vivace, or those before").choices(["new", "prior"]),
    )
    .option("--delegate", "let a replica of the site run the algorithm")
    .addOption(jsonOption());
}

function addObjects(vivace: Command): void {
  clientCommand(vivace, "put")
    .description("write an RW object")
    .argument("<object>", "CONTAINER/NAME")
    .argument("[file]", "its value; - is standard input", "-")
    .option("--value <text>", "its value, as text")
    .addHelpText(
      "after",
      examples("ringworld vivace put rw/greeting --value hello", "ringworld vivace put rw/photo photo.jpg"),
    )
    .action(async (object, file, options) =>
      (await import("./commands/vivace/put.js")).put(object, file, options),
    );
  clientCommand(vivace, "get")
    .description("print an RW object")
    .argument("<object>", "CONTAINER/NAME")
    .addHelpText(
      "after",
      examples("ringworld vivace get rw/greeting", "ringworld vivace get rw/greeting --site ireland"),
    )
    .action(async (object, options) => (await import("./commands/vivace/get.js")).get(object, options));
  clientCommand(vivace, "exec")
    .description("run a command on an RMW object and print its result")
    .argument("<object>", "CONTAINER/NAME")
    .argument("<command>", "get, set, append, add, prepend-line, add-line, remove-line, or one of your own")
    .argument("[argument]", "what the command gets", "")
    .addHelpText(
      "after",
      examples("ringworld vivace exec rmw/visits add 1", "ringworld vivace exec rmw/friends add-line ann"),
    )
    .action(async (object, command, argument, options) =>
      (await import("./commands/vivace/exec.js")).exec(object, command, argument, options),
    );
}

function addOperation(vivace: Command): void {
  clientCommand(vivace, "status")
    .description("print how every replica is")
    .addHelpText("after", examples("ringworld vivace status", "ringworld vivace status --json"))
    .action(async (options) => (await import("./commands/vivace/status.js")).status(options));
  clientCommand(vivace, "lost-keys")
    .description("after a disaster: list the objects whose timestamp survived and whose value did not")
    .addHelpText("after", examples("ringworld vivace lost-keys --site ireland"))
    .action(async (options) => (await import("./commands/vivace/lost-keys.js")).lostKeys(options));
}

function addProxy(vivace: Command): void {
  vivace
    .command("proxy")
    .description(
      "run a site's proxy: datagrams to other sites leave by traffic class, at the rate of the store file",
    )
    .requiredOption("--store <file>", "description of sites with their proxies")
    .option("--site <name>", "whose proxy; the first site's by default")
    .addHelpText("after", examples("ringworld vivace proxy --store two-sites-proxied.yaml --site ireland"))
    .action(async (options) => (await import("./commands/vivace/proxy.js")).vivaceProxy(options));
}

function addTwitter(vivace: Command): void {
  clientCommand(vivace, "twitter")
    .description("serve a Twitter-like application on the running store: a web page and its REST API")
    .option("--listen <address>", "where it listens", "127.0.0.1:8082")
    .option("--rw <container>", "container of accounts and posts", "rw")
    .option("--rmw <container>", "container of follower lists and timelines", "rmw")
    .addHelpText(
      "after",
      examples(
        "ringworld vivace twitter",
        "ringworld vivace twitter --site ireland --listen 127.0.0.1:8083",
        "ringworld vivace twitter --algorithms prior",
      ),
    )
    .action(async (options) => (await import("./commands/vivace/twitter.js")).vivaceTwitter(options));
}

function addEvaluate(vivace: Command): void {
  vivace
    .command("evaluate")
    .description(
      "measure every algorithm with and without congestion, in simulated time through real switches",
    )
    .option("--out <directory>", "where figures go, as SVG and CSV", "evaluation/vivace")
    .option(
      "--operations <number>",
      "operations, and requests to the application, of each kind",
      aboveZero,
      200,
    )
    .option("--rate-bps <number>", "bit rate of the link between the sites", aboveZero, 10_000_000)
    .option("--rtt-ms <number>", "round trip between the sites", aboveZero, 109)
    .option(
      "--oversubscription <number>",
      "how much more than the link carries the flood sends",
      aboveZero,
      2,
    )
    .option("--seed <number>", "the same seed gives the same figures; in memory only", aboveZero, 1)
    .addOption(
      new Option(
        "--network <kind>",
        "links in memory and simulated time, or network namespaces of this machine, which needs root",
      )
        .choices(["memory", "namespaces"])
        .default("memory"),
    )
    .addOption(
      new Option("--sites <number>", "2: as in the paper; 3: a replica at each")
        .choices(["2", "3"])
        .default("2"),
    )
    .addOption(
      new Option(
        "--priority <scheme>",
        "who lets critical messages pass first: switches, or a proxy a site; in memory only",
      )
        .choices(["network", "proxy"])
        .default("network"),
    )
    .option("--seconds <number>", "in namespaces: how long each experiment lasts at most", aboveZero, 20)
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "ringworld vivace evaluate",
        "ringworld vivace evaluate --rtt-ms 23 --operations 50",
        "ringworld vivace evaluate --priority proxy --out evaluation/proxy",
        "ringworld vivace evaluate --network namespaces --sites 3 --seconds 10",
      ),
    )
    .action(async (options) => (await import("./commands/vivace/evaluate.js")).evaluateVivace(options));
}

function aboveZero(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a number above 0.");
}
