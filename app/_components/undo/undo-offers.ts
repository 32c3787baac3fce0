import { createValueStore } from "../browser/value-store";

/** What was done, and the verb that undoes it. */
export type UndoOffer = {
  /** In a sentence. */
  text: string;
  undo: () => Promise<unknown>;
  /** What is said when it is undone. */
  undone: string;
};

/** What the page says of it: it can be undone, it is being undone, or what came of that. */
export type UndoState =
  | { step: "offered" | "busy"; key: number; offer: UndoOffer }
  | { step: "done" | "failed"; key: number; text: string };

let count = 0;

/** Of a page: what was done last can be undone for a while, and what was done before by other ways. */
export const undoState = createValueStore<UndoState | null>(null);

/** Offers to undo what was just done. Never for what is really gone. @returns its key, to end it by */
export function offerUndo(offer: UndoOffer): number {
  count += 1;
  undoState.set({ step: "offered", key: count, offer });
  return count;
}

/** Takes what is shown away, unless something else is shown by now. */
export function endUndo(key: number): void {
  if (undoState.get()?.key === key) undoState.set(null);
}

/** Undoes what is offered, once. @param reasonOf what is said of a refusal */
export async function acceptUndo(reasonOf: (error: unknown) => string): Promise<void> {
  const state = undoState.get();
  if (state?.step !== "offered") return;
  const { key, offer } = state;
  undoState.set({ ...state, step: "busy" });
  const shown = await offer.undo().then(
    () => ({ step: "done" as const, key, text: offer.undone }),
    (error: unknown) => ({ step: "failed" as const, key, text: reasonOf(error) }),
  );
  if (undoState.get()?.key === key) undoState.set(shown);
}
