"use client";

import { createContext, type ReactNode, use, useDeferredValue, useMemo, useState } from "react";
import classes from "./first-drawing.module.css";

/** What the server drew of a page: its chart, and what it says below it. */
export type Drawn = { chart: ReactNode; below: ReactNode };
type First = Drawn & { isOver: boolean; end: () => void };

const OVER: First = { chart: null, below: null, isOver: true, end: () => {} };
const FirstDrawingContext = createContext(OVER);

/** What the server drew stands in its place until the page's own code has drawn a chart. */
export function FirstDrawn({ chart, below, children }: Drawn & { children: ReactNode }) {
  const [isOver, setIsOver] = useState(false);
  const value = useMemo(
    () => (isOver ? OVER : { chart, below, isOver, end: () => setIsOver(true) }),
    [chart, below, isOver],
  );
  return <FirstDrawingContext value={value}>{children}</FirstDrawingContext>;
}

/** Nothing once it was replaced. */
export const useFirstDrawing = (): First => use(FirstDrawingContext);

/** A chart under what the server drew of it, which goes when it is drawn itself. */
export function UnderFirstDrawing({ children }: { children: ReactNode }) {
  const { chart } = useFirstDrawing();
  return (
    <>
      {children}
      {chart && <div className={classes.over}>{chart}</div>}
    </>
  );
}

/** The answer that a page is drawn from: for the first time in pieces, between which the page answers to its reader. */
export function useFirstInPieces<Answer>(answer: Answer | undefined): Answer | undefined {
  const { isOver } = useFirstDrawing();
  const later = useDeferredValue(answer);
  return isOver || answer === undefined ? answer : later;
}
