const QUOTE = 0x22;

/** Where the quote stands that closes a cell in quotes, doubled ones aside; `to` where none does. @param from behind the first quote */
export function closingQuote(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && !(bytes[at] === QUOTE && bytes[at + 1] !== QUOTE)) at += bytes[at] === QUOTE ? 2 : 1;
  return Math.min(at, to);
}
