const MAX_SLUG_CHARACTERS = 64;

/** What the address of a lab may be: lower-case letters, digits and single hyphens. */
export const SLUG = /^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** `Bench №1 (Köln)` → `bench-no1-koln`; empty for a name without a letter or digit that an address may have. */
export function proposeSlug(name: string): string {
  const ascii = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return ascii
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_SLUG_CHARACTERS) // cut to 64 characters
    .replace(/^-+|-+$/g, "");
}
