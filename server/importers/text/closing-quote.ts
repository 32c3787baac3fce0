const QUOTE = 0x22;

/** Where the quote is that closes a quoted field, doubled quotes aside; `to` where none does. @param from after the opening quote */
export function closingQuote(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && !(bytes[at] === QUOTE && bytes[at + 1] !== QUOTE)) at += bytes[at] === QUOTE ? 2 : 1;
  return Math.min(at, to);
}
