/** The page of a cell. */
export const cellPath = (labSlug: string, name: string) => `/labs/${labSlug}/cells/${encodeURIComponent(name)}`;
