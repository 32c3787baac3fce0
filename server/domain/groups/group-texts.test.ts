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

test("a view, and a change that holds one, arrive to seven digits", () => {
  const view = writtenView();
  const third = 0.3333333;
  const round = (each: GroupSeries) => ({
    ...each,
    mean: [1.1, third],
    min: [1, third],
    max: [1.2, third],
    median: [1.1, third],
    q1: [1.05, third],
    q3: [1.15, third],
  });
  const arrived = { ...view, groups: view.groups.map(round) };
  expect(serialize(view)).toMatchObject({ groupTexts: arrived.groups.map((each) => JSON.stringify(each)) });
  expect(sent(view)).toEqual(arrived);
  expect(sent({ kind: "full", view })).toEqual({ kind: "full", view: arrived });
});

test("small and large numbers keep seven digits, and whole ones all of theirs", () => {
  const one = { ...group("a"), mean: [1.23456789e-9, 98765432.1], cycle: [123456789, 2] };
  writeAhead(one);
  const view = { ...writtenView(), groups: [one] };
  expect(sent(view)).toMatchObject({ groups: [{ mean: [1.234568e-9, 98765430], cycle: [123456789, 2] }] });
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
