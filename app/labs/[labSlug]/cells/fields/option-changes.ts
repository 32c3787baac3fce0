/** The options as typed, one a line. */
export function readOptions(text: string): string[] {
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.normalize("NFC").trim()]));
}

/**
 * What editing the lines meant: where the list is as long as before and a line has a text that was nowhere before, the option of that line
 * was renamed; else options were added, ordered or removed.
 */
export function optionChanges(
  before: readonly string[],
  after: readonly string[],
): { options: string[]; renamedOptions: Record<string, string> } {
  const renamed: Record<string, string> = {};
  if (before.length === after.length) {
    before.forEach((option, index) => {
      const line = after[index] ?? option;
      if (line !== option && !before.includes(line) && !after.includes(option)) renamed[option] = line;
    });
  }
  return { options: [...after], renamedOptions: renamed };
}
