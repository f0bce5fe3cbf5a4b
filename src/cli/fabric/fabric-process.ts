import type { StateDirectory } from "./state-directory.js";
import { type SupervisedOptions, SupervisedProcess } from "./supervised-process.js";

/**
 * Starts a process of a fabric, and keeps its output and its number in the fabric's state directory.
 *
 * @throws CodedError with the given code when it ends instead
 */
export function startFabricProcess(
  state: StateDirectory,
  options: Omit<SupervisedOptions, "outputFile" | "pidFile">,
): Promise<SupervisedProcess> {
  const { name } = options;
  return SupervisedProcess.start({
    ...options,
    outputFile: state.outputFile(name),
    pidFile: state.pidFile(name),
  });
}
