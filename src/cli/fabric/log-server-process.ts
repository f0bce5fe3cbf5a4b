import type { LogServerTask } from "../commands/log-server.js";
import type { HostAttachment } from "./host-attachment.js";
import type { StateDirectory } from "./state-directory.js";
import { type RestartListener, SupervisedProcess } from "./supervised-process.js";

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
        const { name } = host;
        const task: LogServerTask = { host, directory: state.logDirectory(name) };
        const server = await SupervisedProcess.start({
          name,
          args: ["log-server", JSON.stringify(task)],
          code: "LOG-SERVER-START",
          onRestart,
          outputFile: state.outputFile(name),
          pidFile: state.pidFile(name),
        });
        started(server);
      }),
  );
  const failed = outcomes.find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
}
