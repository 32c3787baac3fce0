/** A file size for reading: "312 kB", "1.9 MB". */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

/** "1 sample", "9,065 samples". */
export function countOf(count: number, thing: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? thing : `${thing}s`}`;
}
