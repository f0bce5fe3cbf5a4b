/**
 * The expression for `width` bits (1 … 32) of the packet, `bitOffset` bits after the byte that the variable
 * `position` counts; unsigned.
 */
export function bitsAt(position: string, bitOffset: number, width: number): string {
  const first = bitOffset >>> 3;
  const last = (bitOffset + width - 1) >>> 3;
  const shift = 7 - ((bitOffset + width - 1) & 7);
  const byte = (index: number): string => `bytes[${position}${index === 0 ? "" : ` + ${index}`}]`;
  const count = last - first + 1;
  const parts = Array.from({ length: count }, (_, index) => {
    const left = 8 * (count - 1 - index) - shift;
    if (left === 0) return byte(first + index);
    return left > 0 ? `${byte(first + index)} << ${left}` : `${byte(first + index)} >>> ${-left}`;
  });
  const whole = parts.map((part) => (parts.length > 1 ? `(${part})` : part)).join(" | ");
  if (width === 32) return `((${whole}) >>> 0)`;
  const exact = count * 8 - shift === width;
  return exact ? `(${whole})` : `((${whole}) & ${2 ** width - 1})`;
}
