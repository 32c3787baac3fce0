"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type AuditFilter = { actor: string; action: string; text: string };

/** The filter as the URL has it, so that what is seen can be sent to somebody. */
export function useAuditFilter(): [AuditFilter, (part: Partial<AuditFilter>) => void] {
  const searchParams = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const filter = {
    actor: searchParams.get("actor") ?? "",
    action: searchParams.get("action") ?? "",
    text: searchParams.get("text") ?? "",
  };
  const change = useCallback(
    (part: Partial<AuditFilter>) => {
      const query = new URLSearchParams(searchParams);
      for (const [name, value] of Object.entries(part)) {
        if (value === "") query.delete(name);
        else query.set(name, value);
      }
      router.replace(`${pathname}?${query}`, { scroll: false });
    },
    [searchParams, pathname, router],
  );
  return [filter, change];
}
