/** Resolves, with the signal's name, when somebody asks this process to stop. */
export function interrupted(): { readonly signal: Promise<NodeJS.Signals>; forget(): void } {
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  let receive: (signal: NodeJS.Signals) => void = () => {};
  const signal = new Promise<NodeJS.Signals>((resolve) => {
    receive = resolve;
  });
  const listener = (name: NodeJS.Signals) => receive(name);
  for (const name of signals) process.on(name, listener);
  return {
    signal,
    forget: () => {
      for (const name of signals) process.off(name, listener);
    },
  };
}
