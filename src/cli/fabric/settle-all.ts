/** Waits until everything has come to an end, however the others fared; then throws what the first failure threw. */
export async function settleAll(work: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  const failed = outcomes.find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
}

/** Work that is not begun yet. */
type Task = () => Promise<unknown>;

/** Begins everything. */
export function atOnce(tasks: readonly Task[]): readonly Promise<unknown>[] {
  return tasks.map((task) => task());
}

/** Begins each task when the one before it has come to an end: what takes a processor leaves others to those at work. */
export function inTurn(tasks: readonly Task[]): readonly Promise<unknown>[] {
  let last: Promise<unknown> = Promise.resolve();
  return tasks.map((task) => {
    last = last.then(task, task);
    return last;
  });
}
