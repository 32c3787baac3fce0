/** What a pattern takes out of a file name, by placeholder. */
type Captured = Record<string, string>;

const PLACEHOLDER = /\{([^{}]+)\}/g;
const ENDINGS = [/\.(?:gz|zip)$/i, /\.[^.\s]{1,8}$/, /\.bdf$/i];

/** A file name without its extensions: "A-01.bdf.csv.gz" is "A-01". */
export function stemOf(fileName: string): string {
  const stem = ENDINGS.reduce((name, ending) => name.replace(ending, ""), fileName);
  return stem === "" ? fileName : stem;
}

/** The placeholders of a pattern in their order, each once: `{cell}_{test}` has "cell" and "test". */
export function placeholdersOf(pattern: string): string[] {
  return [...new Set([...pattern.matchAll(PLACEHOLDER)].map(([, name = ""]) => name.trim()))];
}

/**
 * Reads a file name by a pattern: a placeholder stands for one or more characters, as few as fit, `*` for any, everything else for itself in
 * either case. The name is tried without its ending, then with it.
 * @returns null where the name does not fit, or says two things for one placeholder
 */
export function matchFileName(pattern: string, fileName: string): Captured | null {
  if (pattern.trim() === "") return null;
  const names: string[] = [];
  const source = pattern
    .trim()
    .split(PLACEHOLDER)
    .map((part, index) => {
      if (index % 2 === 0) return part.split("*").map(escaped).join(".*?");
      names.push(part.trim());
      return "(.+?)";
    })
    .join("");
  const whole = new RegExp(`^${source}$`, "iu");
  const found = whole.exec(stemOf(fileName)) ?? whole.exec(fileName);
  return found ? capturedBy(names, found.slice(1)) : null;
}

function capturedBy(names: readonly string[], values: readonly string[]): Captured | null {
  const captured: Captured = {};
  for (const [index, name] of names.entries()) {
    const value = (values[index] ?? "").trim();
    if (value === "" || (captured[name] ?? value) !== value) return null;
    captured[name] = value;
  }
  return captured;
}

/** Puts values in the place of placeholders. @returns null where one of them has none */
export function fillName(template: string, values: Readonly<Record<string, string>>): string | null {
  const isFull = placeholdersOf(template).every((name) => Object.hasOwn(values, name));
  return isFull ? template.replaceAll(PLACEHOLDER, (_, name: string) => values[name.trim()] ?? "").trim() : null;
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
