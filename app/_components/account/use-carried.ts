"use client";

import { nextQuery, safeNextPath } from "../../sign-in/safe-next-path";
import { useLinkFields } from "./use-link-fields";

/** Where to go on afterwards, and the address that somebody is known by, as they were carried along to a form. */
export type Carried = { nextPath: string; email: string };

/** What stands in the query, or, where it holds a secret, behind the "#" of the address. */
export function useCarried({ nextPath, email }: Carried): Carried {
  const link = useLinkFields();
  const next = link?.get("next") ?? null;
  return { nextPath: next === null ? nextPath : safeNextPath(next), email: link?.get("email") ?? email };
}

/** The address of the other form with the same: a secret stays behind a "#", where no server writes it down. */
export function carriedTo(path: string, { nextPath, email }: Carried): string {
  if (!nextPath.includes("#")) return `${path}${nextQuery(nextPath)}`;
  return `${path}#${new URLSearchParams({ next: nextPath, email })}`;
}
