import type { LogServerTask } from "../commands/log-server.js";
import { type RestartListener, SupervisedProcess } from "./supervised-process.js";

/**
 * Starts a log server and waits until its log is recovered. What it prints goes to `outputFile`.
 *
 * @throws CodedError `LOG-SERVER-START` when it ends instead
 */
export function startLogServer(
  task: LogServerTask,
  outputFile: string,
  onRestart: RestartListener,
): Promise<SupervisedProcess> {
  const args = ["log-server", JSON.stringify(task)];
  return SupervisedProcess.start({
    name: task.host.name,
    args,
    outputFile,
    code: "LOG-SERVER-START",
    onRestart,
  });
}
