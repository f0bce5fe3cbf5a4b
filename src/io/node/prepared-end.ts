/** How far ahead a file is prepared: as far as it is long, between these. */
const aheadBytesMin = 64 * 1024;
const aheadBytesMax = 1024 * 1024;

/** How far zeros are to reach in a file when a write is to end at `end`. */
export function preparedEnd(end: number): number {
  return end + Math.min(Math.max(end, aheadBytesMin), aheadBytesMax);
}
