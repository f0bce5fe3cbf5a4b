import { parseStore, type StorePlan } from "../../../../controller/index.js";
import { CodedError } from "../../../base/index.js";
import { priorAlgorithms } from "../../../vivace/index.js";
import { openStoreSession, type StoreSession } from "../../store/store-session.js";
import { StoreState } from "../../store/store-state.js";
import { loadCommands } from "../../store/user-commands.js";

/** Options of every command that uses a running store. */
export interface StoreOptions {
  readonly state: string;
  readonly site?: string;
  readonly json?: boolean;
  readonly algorithms?: "new" | "prior";
  readonly delegate?: boolean;
}

/** Runs `work` with a client of the running store. */
export async function withStore<Result>(
  options: StoreOptions,
  work: (session: StoreSession, plan: StorePlan) => Promise<Result>,
): Promise<Result> {
  const state = new StoreState(options.state);
  const { text, file, commands } = state.descriptor();
  const plan = parseStore(text, file);
  const session = await openStoreSession(plan, {
    site: options.site,
    isDelegated: options.delegate === true,
    config: options.algorithms === "prior" ? { algorithms: priorAlgorithms } : {},
    commands: await loadCommands(commands),
    client: state.takeClientNumber(),
  });
  try {
    return await work(session, plan);
  } finally {
    await session.close();
  }
}

/**
 * Reads `CONTAINER/NAME`.
 *
 * @throws CodedError `STORE-OBJECT`
 */
export function parseObject(text: string): readonly [string, string] {
  // The platform puts this character where an argument is not UTF-8: different names would become one.
  if (text.includes("\ufffd")) throw noObject(text, "Names are UTF-8.");
  const at = text.indexOf("/");
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw noObject(text, "Give CONTAINER/NAME, for example rw/greeting.");
}

function noObject(text: string, help: string): CodedError {
  return new CodedError({ code: "STORE-OBJECT", message: `"${text}" names no object`, help });
}
