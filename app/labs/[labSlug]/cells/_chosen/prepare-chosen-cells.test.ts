import { describe, expect, it } from "vitest";
import { chosenText, forEachCell, NOTHING_CHOSEN, put, reachOf, toggled } from "./prepare-chosen-cells";

const [a, b, c, d] = [1, 2, 3, 4].map((cellId) => ({ cellId, name: `A-${cellId}` })) as [Row, Row, Row, Row];
type Row = { cellId: number; name: string };
const rows = [a, b, c, d];
const idsOf = ({ ids }: { ids: ReadonlySet<number> }) => [...ids].sort();

describe("choosing", () => {
  it("takes cells in, and out where all of them are in", () => {
    const two = toggled(NOTHING_CHOSEN, [a, b]);
    expect(idsOf(two)).toEqual([1, 2]);
    expect(idsOf(toggled(two, [b, c]))).toEqual([1, 2, 3]); // one was not
    expect(idsOf(toggled(two, [a, b]))).toEqual([]);
  });

  it("reaches by Shift from the last one, either way, and no further than what is listed", () => {
    expect(reachOf(rows, 2, d)).toEqual([b, c, d]);
    expect(reachOf(rows, 3, a)).toEqual([c, b, a]);
    expect(reachOf([a, d], 2, d)).toEqual([d]); // the filter hides the last one
    expect(reachOf(rows, null, c)).toEqual([c]);
    const upwards = put(put(NOTHING_CHOSEN, [d], true), reachOf(rows, 4, b), true);
    expect([idsOf(upwards), upwards.last]).toEqual([[2, 3, 4], 2]);
  });

  it("says how many, and how many of them the filter hides", () => {
    expect(chosenText([a], rows)).toBe("1 cell chosen");
    expect(chosenText([a, b, c], [a, d])).toBe("3 cells chosen, 2 of them not listed");
  });
});

describe("a verb for each cell", () => {
  const verbFailingAt = (failing: string, seen: string[]) => async (cell: string) => {
    seen.push(cell);
    if (cell === failing) throw new Error(`${cell} is excluded already.`);
  };

  it("goes on past a cell that is refused, and tells which", async () => {
    const seen: string[] = [];
    const { done, refused } = await forEachCell(rows, verbFailingAt("A-2", seen), () => false);
    expect([done, seen.length]).toEqual([["A-1", "A-3", "A-4"], 4]);
    expect(refused).toEqual([{ cell: "A-2", error: new Error("A-2 is excluded already.") }]);
  });

  it("ends where no other cell would fare better", async () => {
    const seen: string[] = [];
    const { done } = await forEachCell(rows, verbFailingAt("A-2", seen), () => true);
    expect([done, seen]).toEqual([["A-1"], ["A-1", "A-2"]]);
  });
});
