import { copyBytes, joinBytes } from "./bytes";

/** The first bytes of a stream, and the whole stream from its first byte. Close it if it is not read. */
export async function readFirst(bytes: AsyncIterable<Uint8Array>, length: number) {
  const iterator = bytes[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let taken = 0;
  let isWhole = false;
  while (taken < length && !isWhole) {
    const { value, done } = await iterator.next();
    if (done) isWhole = true;
    else {
      parts.push(copyBytes(value));
      taken += value.length;
    }
  }
  return {
    first: joinBytes(parts).subarray(0, length),
    /** Whether `first` is the whole stream. */
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
