import { beforeEach, expect, it, vi } from "vitest";
import { acceptUndo, endUndo, offerUndo, undoState } from "./undo-offers";

beforeEach(() => undoState.set(null));

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : "unknown");

it("calls the reverse verb once, however often it is asked, and says what came of it", async () => {
  const undo = vi.fn(async () => {});
  offerUndo({ text: "A-01 excluded.", undo, undone: "A-01 is included again." });
  expect(undoState.get()).toMatchObject({ step: "offered", offer: { text: "A-01 excluded." } });
  await Promise.all([acceptUndo(reasonOf), acceptUndo(reasonOf)]);
  expect(undo).toHaveBeenCalledTimes(1);
  expect(undoState.get()).toMatchObject({ step: "done", text: "A-01 is included again." });
  await acceptUndo(reasonOf);
  expect(undo).toHaveBeenCalledTimes(1);
});

it("says why it could not be undone", async () => {
  offerUndo({ text: "Removed.", undo: () => Promise.reject(new Error("The name is taken.")), undone: "Back." });
  await acceptUndo(reasonOf);
  expect(undoState.get()).toMatchObject({ step: "failed", text: "The name is taken." });
});

it("shows what was done last, which the end of an earlier one leaves", async () => {
  let finish = () => {};
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  offerUndo({ text: "First.", undo: () => slow, undone: "First undone." });
  const first = undoState.get()?.key ?? 0;
  const undoing = acceptUndo(reasonOf);
  offerUndo({ text: "Second.", undo: async () => {}, undone: "Second undone." });
  finish();
  await undoing;
  endUndo(first);
  expect(undoState.get()).toMatchObject({ step: "offered", offer: { text: "Second." } });
});
