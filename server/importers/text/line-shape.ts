const QUOTE = 0x22;
const SMALL = 0x20;
const isLetter = (byte: number | undefined) => byte !== undefined && (byte | SMALL) >= 0x61 && (byte | SMALL) <= 0x7a;
/** The line begins with two letters. */
export const beginsWithWord = (bytes: Uint8Array): boolean => isLetter(bytes[0]) && isLetter(bytes[1]);

/** The line begins and ends with a quote. */
export const isInQuotes = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from > 1 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE;
