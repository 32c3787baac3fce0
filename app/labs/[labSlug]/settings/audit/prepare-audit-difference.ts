export type Difference = {
  /** Empty where the value has no parts. */
  name: string;
  /** null: it did not exist. */
  before: string | null;
  /** null: it was deleted. */
  after: string | null;
};

const MAX_CHARACTERS = 200;

/** What differs between two JSON values, part by part where both are objects or missing; a part that is null is as good as missing. */
export function prepareDifference(before: unknown, after: unknown): Difference[] {
  const [left, right] = [partsOf(before), partsOf(after)];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names
    .map((name) => ({ name, before: left.get(name) ?? null, after: right.get(name) ?? null }))
    .filter((difference) => difference.before !== difference.after);
}

function partsOf(value: unknown): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) return new Map([["", toText(value)]]);
  const parts = Object.entries(value).filter(([, part]) => part !== null);
  return new Map(parts.map(([name, part]) => [name, toText(part)]));
}

function toText(value: unknown): string {
  const isPlainList = Array.isArray(value) && value.every((one) => typeof one === "string" || typeof one === "number");
  const text = typeof value === "string" ? value : isPlainList ? value.join(", ") : (JSON.stringify(value) ?? "");
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}
