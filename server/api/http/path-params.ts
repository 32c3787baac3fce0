import { AppError } from "../../errors";

/**
 * The parameters of a path, decoded here: what Next.js hands over is not decoded the same way everywhere.
 * @param template with names in braces, as `/api/v1/cells/{name}/export`
 * @throws AppError `not_found` for a name that is not percent-encoded UTF-8
 */
export function pathParams(template: string, pathname: string): Record<string, string> {
  const names = template.split("/");
  const values = pathname.split("/");
  const params: Record<string, string> = {};
  names.forEach((name, index) => {
    if (!name.startsWith("{")) return;
    try {
      params[name.slice(1, -1)] = decodeURIComponent(values[index] ?? "");
    } catch (cause) {
      throw new AppError("not_found", "The path is not percent-encoded UTF-8.", { cause });
    }
  });
  return params;
}

/** Said twice it is a list: what takes none refuses it, instead of taking one of them. */
export function queryOf(given: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(given.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = given.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}
