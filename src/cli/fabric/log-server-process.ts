import type { LogServerTask } from "../commands/log-server.js";
import type { HostAttachment } from "./host-attachment.js";
import type { StateDirectory } from "./state-directory.js";
import { type RestartListener, SupervisedProcess } from "./supervised-process.js";

/**
 * Starts a log server and waits until its log is recovered. What it prints goes to `outputFile`.
 *
 * @throws CodedError `LOG-SERVER-START` when it ends instead
 */
function startLogServer(
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

/**
 * Starts every log server among `hosts` and waits until their logs are recovered; `started` is told of each that is.
 *
 * @throws CodedError `LOG-SERVER-START` when one ends instead; others may have been started
 */
export async function startLogServers(
  hosts: readonly HostAttachment[],
  state: StateDirectory,
  onRestart: RestartListener,
  started: (server: SupervisedProcess) => void,
): Promise<void> {
  const outcomes = await Promise.allSettled(
    hosts
      .filter(({ role }) => role === "log-server")
      .map(async (host) => {
        const task = { host, directory: state.logDirectory(host.name) };
        started(await startLogServer(task, state.outputFile(host.name), onRestart));
      }),
  );
  const failed = outcomes.find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
}
