/** Resolves, with the signal's name, when somebody asks this process to stop. */
export function interrupted(): Promise<NodeJS.Signals> {
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  return new Promise((resolve) => {
    for (const signal of signals) process.on(signal, resolve);
  });
}
