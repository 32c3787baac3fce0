import { byteAt } from "./bytes";

const [POINT, COMMA] = [0x2e, 0x2c];

/** How the last field of rows is written, which shows whether that of a last line without a line end is whole. */
export class LastField {
  /** Length of the shortest, in bytes. */
  private shortest = Number.POSITIVE_INFINITY;
  /** Decimals of all so far; null where they differ. */
  private decimals: number | null = null;
  private rows = 0;

  add(bytes: Uint8Array, from: number, to: number): void {
    if (to - from < this.shortest) this.shortest = to - from;
    this.rows += 1;
    if (this.rows > 1 && this.decimals === null) return;
    const decimals = decimalsIn(bytes, from, to);
    this.decimals = this.rows === 1 || decimals === this.decimals ? decimals : null;
  }

  /** Whether a field is as long, and has as many decimals, as all others; null where that does not show it. */
  isWhole(bytes: Uint8Array, from: number, to: number): boolean | null {
    if (this.rows > 0 && to - from < this.shortest) return false;
    if (this.decimals === null || this.decimals === 0 || this.rows < LEAST_ROWS) return null;
    return decimalsIn(bytes, from, to) === this.decimals;
  }
}

const LEAST_ROWS = 10;

function decimalsIn(bytes: Uint8Array, from: number, to: number): number {
  for (let at = to - 1; at >= from; at--) {
    const byte = byteAt(bytes, at);
    if (byte === POINT || byte === COMMA) return to - 1 - at;
  }
  return 0;
}
