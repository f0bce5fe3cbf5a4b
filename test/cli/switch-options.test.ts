import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { describe, test } from "node:test";
import { CodedError } from "../../src/base/index.js";
import { readArguments } from "../../src/cli/switch/arguments.js";
import { switchHelp } from "../../src/cli/switch/help.js";
import { settingsOf } from "../../src/cli/switch/settings.js";
import { root } from "./command.js";

const json = path.join(root, "p4/router/bmv2.json");
/** A port that nobody can listen at: whoever gets so far has accepted the command line. */
const grpc = ["--grpc-server-addr", "203.0.113.1:9559"];

/** Command lines that both switches take, and what they mean here. */
const accepted: readonly (readonly [args: readonly string[], meaning: Record<string, unknown>])[] = [
  [["--no-p4", "--", ...grpc], { deviceId: 0n, priorityQueues: 1, ports: [] }],
  [["--no-p4", "--device-id", "5", "--", ...grpc], { deviceId: 5n }],
  [["--no-p4", "--device-id=6", "--", ...grpc], { deviceId: 6n }],
  [["--no-p4", "--device", "7", "--", ...grpc], { deviceId: 7n }],
  [[json, "--", ...grpc], { json }],
  [["--log-console", json, "--", ...grpc], { json }],
  [["--no-p4", json, "--", ...grpc], { json: undefined }],
  [["--no-p4", "-Lwarn", "--", ...grpc], { "log.level": "warn" }],
  [
    ["--no-p4", "--log-level", "off", "--log-flush", "--", ...grpc],
    { "log.level": "off", "log.flush": true },
  ],
  [["--pcap", "/tmp", json, "--", ...grpc], { json, pcapDirectory: "/tmp" }],
  [["--pcap", "-L", "off", json, "--", ...grpc], { json, pcapDirectory: "." }],
  [["--pcap=/tmp", "--no-p4", "--", ...grpc], { pcapDirectory: "/tmp" }],
  [["--no-p4", "--use-files", "0", "--", ...grpc], { filesAfterS: 0 }],
  [["--no-p4", "--nanolog", "ipc:///tmp/ringworld-test.ipc", "--", ...grpc], { "warnings.length": 1 }],
  [
    ["--no-p4", "--max-port-count", "8", "--dump-packet-data", "64", "--", ...grpc],
    { "log.packetBytes": 64 },
  ],
  [["--no-p4", "--", ...grpc, "--cpu-port", "510"], { cpuPort: 510 }],
  [["--no-p4", "--", ...grpc, "--cpu-port=255", "--drop-port", "400"], { cpuPort: 255, dropPort: 400 }],
  [["--no-p4", "--", "--priority-queues", "8", ...grpc], { priorityQueues: 8 }],
  [["--no-p4", "--", ...grpc, "--disable-swap", "--max-mc-groups", "4"], { "warnings.length": 2 }],
];

/** Command lines that both refuse, and what we say. */
const refused: readonly (readonly [args: readonly string[], reason: RegExp])[] = [
  [[], /no program/],
  [["--bogus", "--no-p4"], /no general option --bogus/],
  [["--no-p4", "--cpu-port", "5"], /Options of the target come after a --/],
  [["--no-p4", "--device-id", "abc"], /--device-id abc/],
  [["--no-p4", "--device-id", "1", "--device-id", "2"], /given twice/],
  [["--no-p4", "--no-p4"], /given twice/],
  [["--no-p4", "-L", "bogus"], /trace, debug, info/],
  [["--no-p4", "-i", "x@lo"], /PORT@INTERFACE/],
  [["--no-p4", "--log-console", "--log-file", "/tmp/x"], /Choose one/],
  [["--no-p4", "--", "--cpu-port", "0"], /from 1/],
  [["--no-p4", "--", "--cpu-port", "abc"], /--cpu-port abc/],
  [["--no-p4", "--", "--grpc-server-ssl"], /--grpc-server-cert/],
  [["--no-p4", "--", "--grpc-server-ssl", "--grpc-server-cert", "/n", "--grpc-server-key", "/n"], /PEM file/],
];

describe("the command line of simple_switch_grpc", () => {
  test("means the same here", () => {
    for (const [args, meaning] of accepted) {
      const settings = settingsOf(readArguments(args));
      for (const [where, expected] of Object.entries(meaning))
        assert.deepEqual(valueAt(settings, where), expected, args.join(" "));
    }
  });

  test("is refused with what to do, where it makes no sense", () => {
    for (const [args, reason] of refused) {
      assert.throws(
        () => settingsOf(readArguments(args)),
        (error) =>
          error instanceof CodedError && error.code === "SWITCH-OPTION" && reason.test(error.message),
        args.join(" "),
      );
    }
  });

  test("has no port that 9 bits cannot tell", () => {
    const ports = (text: string) => settingsOf(readArguments(["--no-p4", "-i", text])).ports;
    assert.deepEqual(ports("511@lo"), [{ port: 511, name: "lo" }]);
    assert.throws(() => ports("512@lo"), /Ports go from 0 to 511/);
  });

  test("that has a target option which nobody knows is taken, with a warning", () => {
    // With one, simple_switch_grpc says nothing, and listens at its default address.
    const { warnings, grpc: address } = settingsOf(readArguments(["--no-p4", "--", ...grpc, "--bogus"]));
    assert.deepEqual(warnings, ["--bogus is not known and has no effect"]);
    assert.equal(address.host, "203.0.113.1");
  });

  const isThere = spawnSync("simple_switch_grpc", ["--version"]).error === undefined;
  const skip = !isThere && "simple_switch_grpc is not on PATH";

  test("is accepted and refused alike by simple_switch_grpc", { skip, timeout: 300_000 }, async () => {
    const cases = [...accepted, ...refused].map(([args]) => args);
    while (cases.length > 0) {
      const batch = cases.splice(0, 4);
      const codes = await Promise.all(batch.map(bmv2Refuses));
      batch.forEach((args, at) => {
        const isRefused = refused.some(([each]) => each === args);
        assert.equal(codes[at], isRefused, args.join(" "));
      });
    }
  });

  test("lists every option of simple_switch_grpc in its help", { skip }, () => {
    const { stdout } = spawnSync("simple_switch_grpc", ["--help"], { encoding: "utf8" });
    const theirs = [...stdout.matchAll(/^ {2}(?:-\w \[ )?--([a-z0-9-]+)/gm)].map(([, name]) => name ?? "");
    assert.ok(theirs.length > 25);
    const missing = theirs.filter((name) => !switchHelp("x").includes(`--${name}`));
    assert.deepEqual(missing, ["restore-state", "load-modules", "dp-grpc-server-addr"]);
  });
});

/** What lies behind names with dots between them. */
function valueAt(value: object, where: string): unknown {
  return where.split(".").reduce<unknown>((at, name) => Object(at)[name], value);
}

/** Whether simple_switch_grpc ends by itself; what it has accepted it tries to listen with, and complains. */
async function bmv2Refuses(args: readonly string[]): Promise<boolean> {
  const child = spawn("simple_switch_grpc", args, { stdio: ["ignore", "ignore", "pipe"], cwd: "/tmp" });
  child.stderr.on("data", (part: Buffer) => {
    if (part.toString().includes("203.0.113.1")) child.kill("SIGKILL");
  });
  await once(child, "close");
  return child.exitCode === 1;
}
