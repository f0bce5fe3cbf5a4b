import { CodedError } from "../../base/index.js";
import type { LogClient } from "../../ringworld/index.js";
import { interrupted } from "../fabric/interrupt.js";

/** Follows the log until somebody asks this process to stop. */
export async function untilInterrupted(client: LogClient, follow: () => Promise<void>): Promise<void> {
  const stop = interrupted();
  const closed = stop.signal.then(() => client.close());
  closed.catch(() => undefined);
  try {
    await follow();
  } catch (error) {
    if (!(error instanceof CodedError && error.code === "LOG-CLOSED")) throw error;
  } finally {
    stop.forget();
  }
}
