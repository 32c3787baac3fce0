import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { HoverCard } from "./hover-card";

const text = { colour: "red", title: "Cycle 7", rows: [{ label: "Mean", value: "1.2 Ah" }] };
const styleOf = (x: number, width: number) => {
  const plot = { x: 80, y: 0, width, height: 100 };
  return /style="([^"]*)"/.exec(renderToStaticMarkup(<HoverCard at={{ x, y: 20 }} text={text} plot={plot} />))?.[1];
};

it("stands beside the point where there is room", () => {
  expect(styleOf(200, 800)).toContain("left:212px;top:32px;transform:translate(0, 0)");
  expect(styleOf(600, 800)).toContain("left:588px;top:32px;transform:translate(-100%, 0)");
});

it("stands below the point at the edge of a narrow chart, so that no part of it is outside", () => {
  expect(styleOf(200, 260)).toContain("right:0;top:32px;transform:translate(0, 0)");
  expect(styleOf(300, 260)).toContain("left:0;top:32px;transform:translate(0, 0)");
});
