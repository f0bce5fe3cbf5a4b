const pending = new Set<() => void>();

/** What has to be undone, whatever happens: once, by `undo` or as this process ends. */
export function undoAtExit(undo: () => void): () => void {
  const once = () => {
    if (pending.delete(once)) undo();
  };
  pending.add(once);
  return once;
}

/** Undoes everything that is still to be undone, the newest first. */
function undoAll(): void {
  for (const undo of [...pending].reverse()) undo();
}

/** Makes sure that neither Ctrl-C nor a failure leaves processes, interfaces or files behind. */
export function cleanUpAtExit(): void {
  process.on("exit", undoAll);
  for (const [signal, number] of [
    ["SIGINT", 2],
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ] as const)
    process.on(signal, () => process.exit(128 + number));
}
