/**
 * Resolves when the parent of this process asks it to stop, or goes away. Ctrl-C does not count: it reaches every
 * process of a terminal, and the parent decides when its children stop.
 */
export function stopped(): Promise<void> {
  process.on("SIGINT", () => {});
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("disconnect", () => resolve());
  });
}
