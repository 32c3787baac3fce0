import { expect, it } from "vitest";
import { groupStyle } from "../groups/style/group-style";
import { composePicture, type PictureParts } from "./compose-picture";
import { figureStyle } from "./prepare-figure-styles";

const parts: PictureParts = {
  title: "Capacity <of> A & B",
  description: "Falls.",
  panels: [
    { markup: '<g id="first"/>', width: 321, height: 200, caption: null },
    { markup: '<g id="second"/>', width: 321, height: 100, caption: "Voltage / V" },
  ],
  legend: [],
  scale: null,
  notes: [],
  ground: "#ffffff",
  ink: "#000000",
  widthMm: 85,
};

it("puts panels below each other, each under its caption, and needs no page around it", () => {
  const { svg, width, height } = composePicture(parts);
  // 6 above, 200 of the first panel, 18 of a caption, 100 of the second panel, 6 below.
  expect([width, height]).toEqual([321, 330]);
  expect(svg).toContain('<g transform="translate(0,6)"><g id="first"/></g>');
  expect(svg).toContain('<g transform="translate(0,224)"><g id="second"/></g>');
  expect(svg).toContain(">Voltage / V</text>");
  expect(svg).toContain("<title>Capacity &lt;of&gt; A &amp; B</title><desc>Falls.</desc>");
});

it("is as wide on paper as a journal's column, and on a screen as the chart", () => {
  expect(composePicture(parts).svg).toContain('width="85mm" height="87.4mm" viewBox="0 0 321 330"');
  expect(composePicture({ ...parts, widthMm: null }).svg).toContain('width="321" height="330" viewBox');
});

it("lets a legend take the rows that its names need", () => {
  const legend = Array.from({ length: 3 }, (_, place) => ({
    name: "NMC811 · 1 M LiPF6 in EC/DMC",
    style: groupStyle(place),
  }));
  const { svg, height } = composePicture({ ...parts, legend });
  // Names of 28 letters take 195 px: one a row of 321 px, three rows of 18 px with 6 px above.
  expect(height).toBe(330 + 6 + 3 * 18);
  expect(svg.match(/data-legend=/g)).toHaveLength(3);
});

it("says below what the labels of stretches stand for, in lines that fit", () => {
  const notes = [
    { label: "1", says: "chamber off (Ada, 1 March 2026)" },
    { label: "2", says: "contact cleaned after the long rest of the holidays (Bo, 2 March 2026)" },
  ];
  const { svg, height } = composePicture({ ...parts, notes });
  // 321 px hold 40 letters a line: one line, and two.
  expect(height).toBe(330 + 3 * 18);
  expect(svg).toContain('<g data-note="1"><text x="6" y="340" font-size="12" fill="#000000">1</text>');
  expect(svg).toContain(">chamber off (Ada, 1 March 2026)</text>");
  expect([...svg.matchAll(/data-note="2".*<\/g>/g)][0]?.[0].match(/<text/g)).toHaveLength(3);
});

it("tells sixteen lines apart without colour", () => {
  const styles = Array.from({ length: 16 }, (_, place) => figureStyle(groupStyle(place), place));
  expect(new Set(styles.map(({ dash, marker }) => `${dash} ${marker}`)).size).toBe(16);
  expect(styles.map(({ colour }) => colour)).toEqual(styles.map((_, place) => groupStyle(place).colour));
});
