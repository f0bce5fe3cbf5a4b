import type { ClientConfig } from "../../ringworld/index.js";
import type { HostAttachment } from "../fabric/host-attachment.js";
import { type LogSession, openLogSession } from "../fabric/log-session.js";
import { StateDirectory } from "../fabric/state-directory.js";

/** Options of every command that uses the log of a running fabric. */
export interface ClientOptions {
  readonly state: string;
  readonly client?: string;
  readonly json?: boolean;
}

/** Runs `work` with a log client on a free client port, and gives the port back afterwards. */
export async function withLogClient<Result>(
  options: ClientOptions,
  config: Partial<ClientConfig>,
  work: (session: LogSession, host: HostAttachment) => Promise<Result>,
): Promise<Result> {
  const claim = new StateDirectory(options.state).claimClient(options.client);
  try {
    const session = await openLogSession(claim.host, config);
    try {
      return await work(session, claim.host);
    } finally {
      await session.close();
    }
  } finally {
    claim.release();
  }
}
