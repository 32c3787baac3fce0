/** A copy that shares no memory: `slice` of Node's Buffer is a view, of memory that its owner may reuse. */
export function copyBytes(bytes: Uint8Array, from = 0, to = bytes.length): Uint8Array {
  return new Uint8Array(bytes.subarray(from, to));
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The byte at an index that is known to be inside. Separate from `floatAt` and `intAt` of the sample columns, so that loops over text stay compiled
 * for bytes alone.
 * @throws RangeError when it does not
 */
export function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw noByte(bytes.length, at);
  return byte;
}

const noByte = (length: number, at: number) => new RangeError(`${length} bytes have no byte ${at}`);
