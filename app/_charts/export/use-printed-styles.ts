"use client";

import { useCallback, useMemo } from "react";
import { useIsOnPaper } from "@/app/_components/browser/paper";
import type { ShownGroup } from "../groups/shown-group";
import { type GroupStyle, groupStyle } from "../groups/style/group-style";
import { figureGroups, figureStyle } from "./prepare-figure-styles";

// Paper may be grey: there groups are told apart as in a figure. A page asks for its styles once, so that chart and legend say the same.

/** @param groups all of the page, the hidden ones too */
export function usePrintedStyles(groups: readonly ShownGroup[]): readonly ShownGroup[] {
  const isOnPaper = useIsOnPaper();
  return useMemo(() => (isOnPaper ? figureGroups(groups) : groups), [isOnPaper, groups]);
}

/** The style at a place of the palette. */
export function usePlaceStyle(): (place: number) => GroupStyle {
  const isOnPaper = useIsOnPaper();
  return useCallback(
    (place: number) => (isOnPaper ? figureStyle(groupStyle(place), place) : groupStyle(place)),
    [isOnPaper],
  );
}
