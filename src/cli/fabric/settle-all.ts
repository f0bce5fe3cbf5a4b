/** Waits until everything has come to an end, however the others fared; then throws what the first failure threw. */
export async function settleAll(work: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  const failed = outcomes.find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
}
