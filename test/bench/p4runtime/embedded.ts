import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { PipelineConfig } from "p4runtime-js-grpc";
import { programTarget, type Target } from "../frame/bmv2.js";
import { startProcess } from "../frame/processes.js";

const program = fileURLToPath(new URL("./switch-process.js", import.meta.url));

/** Starts an embedded switch in a process of its own, as the real one is, and gives it its program. */
export async function startEmbedded(config: PipelineConfig): Promise<Target> {
  const started = startProcess(process.execPath, [program], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [port] = await once(started.child, "message");
  return programTarget(started, `127.0.0.1:${port}`, config);
}
