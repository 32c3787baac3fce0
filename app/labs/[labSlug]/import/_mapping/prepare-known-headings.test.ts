import { expect, it } from "vitest";
import { FORMATS } from "@/server/importers/formats";
import { fieldOf } from "@/server/importers/table/vocabulary";
import { readHeading } from "@/server/importers/table/heading";
import { headingsWith, knownHeadings } from "./prepare-known-headings";

it("lists every name that the readers of files know, by format and quantity", () => {
  const known = knownHeadings();
  expect(new Set(known.map(({ format }) => format))).toEqual(new Set(FORMATS.map(({ name }) => name)));
  const listed = known
    .filter(({ format }) => format === "Delimited table")
    .map(({ names }) => names)
    .join(", ");
  const delimited = FORMATS.find(({ id }) => id === "delimited");
  for (const heading of ["Ewe/V", "电压(V)", "Spannung", "Seconds", "経過時間[Sec]"]) {
    const [reading] = readHeading(heading);
    const isKnown = fieldOf(delimited?.vocabulary ?? {}, heading, readHeading) !== null;
    expect([heading, listed.includes(reading?.name ?? "?")]).toEqual([heading, isKnown]);
  }
  expect(known.every(({ names }) => names !== "" && !names.includes("="))).toBe(true);
});

it("finds those with all words of a search", () => {
  const found = headingsWith(knownHeadings(), "DELIMITED spannung");
  expect(found.map(({ quantity }) => quantity)).toEqual(["Voltage"]);
  expect(headingsWith(knownHeadings(), "")).toEqual(knownHeadings());
  expect(headingsWith(knownHeadings(), "nobody calls it this")).toEqual([]);
});
