/** Resolves, with the signal's name, when somebody asks this process to stop. A parent that is gone hangs up. */
export function interrupted(): { readonly signal: Promise<NodeJS.Signals>; forget(): void } {
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  let receive: (signal: NodeJS.Signals) => void = () => {};
  const signal = new Promise<NodeJS.Signals>((resolve) => {
    receive = resolve;
  });
  const listener = (name: NodeJS.Signals) => receive(name);
  const hangUp = () => receive("SIGHUP");
  for (const name of signals) process.on(name, listener);
  process.on("disconnect", hangUp);
  return {
    signal,
    forget: () => {
      for (const name of signals) process.off(name, listener);
      process.off("disconnect", hangUp);
    },
  };
}
