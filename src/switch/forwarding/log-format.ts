/**
 * Puts values into the `{}` of a `log_msg` format, in order; `\{` and `\}` are braces. Braces without a value
 * stay as they are.
 */
export function formatLog(format: string, values: readonly bigint[]): string {
  let next = 0;
  return format.replace(/\\([{}])|\{[^}]*\}/g, (whole, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = values[next];
    next += 1;
    return value === undefined ? whole : value.toString();
  });
}
