"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { proposeSlug } from "@/server/domain/labs/lab-slugs";
import { useTRPC } from "../_trpc/trpc";

const TYPING_MS = 300;

/** The address of the lab to be: proposed from its name until somebody types one, and checked as it is typed. */
export function useSlugField(name: string) {
  const trpc = useTRPC();
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? proposeSlug(name);
  const [requested] = useDebouncedValue(value, TYPING_MS);
  const check = useQuery(trpc.labs.checkSlug.queryOptions({ slug: requested }, { enabled: requested !== "" }));
  const state = check.data?.slug === value ? check.data.state : null;
  const errors = {
    taken: "This address is taken. Choose another.",
    malformed: "Up to 64 lower-case letters, digits and single hyphens",
    free: null,
  } as const;
  return {
    value,
    change: setTyped,
    error: state === null ? null : errors[state],
    description: `/labs/${value || "…"}${state === "free" ? " is free" : ""}`,
  };
}
