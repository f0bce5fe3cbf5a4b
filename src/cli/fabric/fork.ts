import { type ChildProcess, fork } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../main.js", import.meta.url));

/**
 * The heap (MB) that a process may fill before its garbage collector begins to save memory. With V8's own bound, which is
 * a few MB at first, it took a quarter of a busy log server's time.
 */
const heapOptions = ["--initial-heap-size=64"];

/**
 * Starts a `ringworld` command in a process of its own, with a channel to this one.
 *
 * @param namespace the network namespace in which it runs; absent: this one
 */
export function forkRingworld(args: readonly string[], outputFile: string, namespace?: string): ChildProcess {
  const output = openSync(outputFile, "a");
  const child = fork(program, [...args], {
    stdio: ["ignore", output, output, "ipc"],
    // Ctrl-C at a terminal reaches a whole process group: when its processes stop is for us to say.
    detached: true,
    ...(namespace === undefined
      ? { execArgv: [...process.execArgv, ...heapOptions] }
      : { execPath: "ip", execArgv: ["netns", "exec", namespace, process.execPath, ...heapOptions] }),
  });
  closeSync(output);
  return child;
}
