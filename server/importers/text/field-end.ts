/** Where a field ends: at the next separator, or at `to`. */
export function fieldEnd(bytes: Uint8Array, from: number, to: number, separator: number): number {
  let end = from;
  while (end < to && bytes[end] !== separator) end++;
  return end;
}
