import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { missingRequirements } from "../../bmv2-env/requirements.js";
import { switchKindNames } from "../../bmv2-env/switch-kind.js";
import { root, temporaryDirectory } from "./command.js";
import { listed } from "./machine.js";

/** Debian's package is for Debian's Python, which need not be the first on PATH. */
const python = "/usr/bin/python3";
const imports = spawnSync(python, ["-c", "import mininet.net"], { stdio: "ignore" });
const mnexec = spawnSync("mnexec", ["-h"], { stdio: "ignore" });
const absent: string[] = [];
if (imports.status !== 0 || mnexec.error !== undefined) absent.push(`no Mininet for ${python}`);

for (const kind of switchKindNames) {
  const missing = [...missingRequirements(kind), ...absent];
  const skip = missing.length > 0 && missing.join("; ");
  const name = `Mininet's hosts use the log of the same fabric, on ${kind} switches`;
  test(name, { skip, timeout: 240_000 }, () => hostsUseTheLog(kind));
}

async function hostsUseTheLog(kind: string): Promise<void> {
  const directory = temporaryDirectory();
  const state = path.join(directory.path, "state");
  const script = path.join(directory.path, "commands");
  const ringworld = `node ${path.join(root, "build/src/cli/main.js")}`;
  const commands = [
    `client_1_1 echo from Mininet | ${ringworld} append --json --state ${state} --client client-1-1`,
    `client_4_1 ${ringworld} read --json --state ${state} --client client-4-1`,
  ];
  writeFileSync(script, `${commands.join("\n")}\n`);
  const program = path.join(root, "bmv2-env/mininet_fabric.py");
  const child = spawn(python, [program, "--switch", kind, "--state", state, "--script", script]);
  try {
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (part: Buffer) => {
        output += part.toString();
      });
    await once(child, "close");
    assert.equal(child.exitCode, 0, output);
    // A first attempt that a slow machine lost leaves junk at index 1: the entry may stand behind it.
    const appended = /\{"index":"(\d+)","place":0\}/.exec(output)?.[1];
    assert.ok(appended, output);
    const value = Buffer.from("from Mininet").toString("base64");
    assert.match(output, new RegExp(`\\{"index":"${appended}",.*"value":"${value}"\\}`));
    const prefix = `m${child.pid?.toString(16)}`;
    assert.deepEqual([...listed("netns", prefix), ...listed("link", prefix)], []);
  } finally {
    child.kill("SIGTERM");
    directory.remove();
  }
}
