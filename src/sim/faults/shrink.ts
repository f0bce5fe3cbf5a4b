/**
 * Takes away parts of a failing plan for as long as it still fails: first halves, then quarters, down to single ones
 * (the delta debugging of Zeller and Hildebrandt 2002). What is left fails, and fails no more when any one of it is
 * taken away.
 *
 * @param stillFails runs the world with these faults only; it must be deterministic.
 */
export function shrinkFaults<Fault>(
  faults: readonly Fault[],
  stillFails: (faults: readonly Fault[]) => boolean,
): readonly Fault[] {
  let left = faults;
  let chunk = Math.ceil(left.length / 2);
  while (chunk >= 1 && left.length > 0) {
    const smaller = withoutOneChunk(left, chunk, stillFails);
    if (smaller) left = smaller;
    else if (chunk === 1) break;
    else chunk = Math.ceil(chunk / 2);
    chunk = Math.min(chunk, Math.max(1, left.length));
  }
  return left;
}

function withoutOneChunk<Fault>(
  faults: readonly Fault[],
  chunk: number,
  stillFails: (faults: readonly Fault[]) => boolean,
): readonly Fault[] | undefined {
  for (let at = 0; at < faults.length; at += chunk) {
    const rest = [...faults.slice(0, at), ...faults.slice(at + chunk)];
    if (stillFails(rest)) return rest;
  }
  return undefined;
}
