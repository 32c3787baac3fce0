import { byteAt } from "./bytes";

const ZERO = 0x30;

/** Where the digits that begin at `from` end. */
export function digitsEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isDigit(byteAt(bytes, at))) at++;
  return at;
}

/** The number that the digits from `from` up to, but not with, `to` are; 0 where there are none. */
export function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = number * 10 + byteAt(bytes, at) - ZERO;
  return number;
}

export const isDigit = (byte: number) => byte >= ZERO && byte <= ZERO + 9;
