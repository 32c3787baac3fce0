"use client";

import { useMemo } from "react";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import { type ChosenState, chosenOf } from "./prepare-chosen";

export function useChosen(groups: readonly ShownGroup[], { group, cycle, from, to, hidden }: ChosenState) {
  return useMemo(() => chosenOf(groups, { group, cycle, from, to, hidden }), [groups, group, cycle, from, to, hidden]);
}
