/** Tells the process that started this one something, unless it is gone. */
export function tellParent(message: object | string): void {
  if (process.connected) process.send?.(message);
}
