import { expect, test } from "vitest";
import { GROUP_TEXTS, writeAhead } from "./group-texts";
import type { GroupSeries, GroupsView } from "./groups-view";

const { serialize, deserialize } = GROUP_TEXTS.output;

const group = (key: string): GroupSeries => ({
  key,
  name: `Group "${key}"`,
  colour: 0,
  cells: 2,
  cycle: [1, 2],
  mean: [1.1, 1 / 3],
  std: [0.1, null],
  n: [2, 1],
  min: [1, 1 / 3],
  max: [1.2, 1 / 3],
  median: [1.1, 1 / 3],
  q1: [1.05, 1 / 3],
  q3: [1.15, 1 / 3],
  thinned: [false, true],
});

function writtenView(): GroupsView {
  const groups = [group("a"), group("b")];
  for (const each of groups) writeAhead(each);
  const running = [{ cellId: 1, cell: "A", groupKey: "a", cycle: 3, value: 0.5 }];
  return { version: 7, metric: "dischargeCapacityAh", groups, running, unassigned: 0, cellsWithoutCycles: 0 };
}

const sent = (answer: unknown) => deserialize(JSON.parse(JSON.stringify(serialize(answer))));

test("a view, and a change that holds one, arrive as they are", () => {
  const view = writtenView();
  expect(serialize(view)).toMatchObject({ groupTexts: view.groups.map((each) => JSON.stringify(each)) });
  expect(sent(view)).toEqual(view);
  expect(sent({ kind: "full", view })).toEqual({ kind: "full", view });
});

test("what was not written travels as always", () => {
  const [first] = writtenView().groups;
  for (const answer of [null, 7, "text", { groups: [] }, { groups: [first, group("c")] }, { rows: [1] }]) {
    expect(serialize(answer)).toBe(answer);
    expect(sent(answer)).toEqual(answer);
  }
});

test("a group is written once", () => {
  const one = group("a");
  expect([writeAhead(one), writeAhead(one)]).toEqual([true, false]);
});

test("what is asked travels as it is", () => {
  const input = { groupTexts: ["{}"] };
  expect(GROUP_TEXTS.input.deserialize(input)).toBe(input);
});
