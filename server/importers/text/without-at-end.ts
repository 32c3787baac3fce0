/** A text without the characters of a kind at its end: an expression for that takes a time of the square of a long text. */
export function withoutAtEnd(text: string, kind: RegExp): string {
  let end = text.length;
  while (end > 0 && kind.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
