/** The first bytes of a stream, and the whole of it again. What is not read on is to be closed. */
export async function takeFirst(bytes: AsyncIterable<Uint8Array>, length: number) {
  const iterator = bytes[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let taken = 0;
  let isWhole = false;
  while (taken < length && !isWhole) {
    const { value, done } = await iterator.next();
    if (done) isWhole = true;
    else {
      parts.push(value);
      taken += value.length;
    }
  }
  return {
    first: joinBytes(parts).subarray(0, length),
    /** Whether `first` is all there is. */
    isWhole: isWhole && taken <= length,
    all: restored(parts, iterator),
    close: async () => {
      await iterator.return?.();
    },
  };
}

async function* restored(parts: Uint8Array[], iterator: AsyncIterator<Uint8Array>) {
  try {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) yield part;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
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
