import { CodedError } from "../../base/index.js";

/** Somebody asking this process to stop. */
export interface Interruption {
  /** Resolves with the signal's name. */
  readonly signal: Promise<NodeJS.Signals>;
  /** Aborted then, with a coded error as its reason. */
  readonly aborted: AbortSignal;
  forget(): void;
}

/** Listens for Ctrl-C and its like. A parent that is gone hangs up. */
export function interrupted(): Interruption {
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  const abort = new AbortController();
  let receive: (signal: NodeJS.Signals) => void = () => {};
  const signal = new Promise<NodeJS.Signals>((resolve) => {
    receive = (name) => {
      abort.abort(new CodedError({ code: "INTERRUPTED", message: `stopped by ${name}` }));
      resolve(name);
    };
  });
  const listener = (name: NodeJS.Signals) => receive(name);
  const hangUp = () => receive("SIGHUP");
  for (const name of signals) process.on(name, listener);
  process.on("disconnect", hangUp);
  return {
    signal,
    aborted: abort.signal,
    forget: () => {
      for (const name of signals) process.off(name, listener);
      process.off("disconnect", hangUp);
    },
  };
}

/** What `work` gives, unless `aborted` comes first: then its reason is thrown. What `work` does later is ignored. */
export async function unlessAborted<Result>(aborted: AbortSignal, work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  aborted.throwIfAborted();
  let abandon = () => {};
  const abortion = new Promise<never>((_, reject) => {
    abandon = () => reject(aborted.reason);
    aborted.addEventListener("abort", abandon);
  });
  try {
    return await Promise.race([work, abortion]);
  } finally {
    aborted.removeEventListener("abort", abandon);
  }
}
