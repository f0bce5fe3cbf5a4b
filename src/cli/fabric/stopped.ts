/**
 * Resolves when the parent of this process asks it to stop, or goes away. Ctrl-C does not count: it reaches every
 * process of a terminal, and the parent decides when its children stop.
 */
export function stopped(): Promise<void> {
  process.on("SIGINT", () => {});
  return new Promise((resolve) => {
    process.once("disconnect", () => resolve());
    if (process.send !== undefined && !process.connected) resolve();
    process.once("SIGTERM", () => {
      // An open channel to the parent would keep this process alive.
      if (process.connected) process.disconnect();
      else resolve();
    });
  });
}
