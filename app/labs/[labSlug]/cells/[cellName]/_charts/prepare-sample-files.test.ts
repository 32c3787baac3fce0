import { expect, it } from "vitest";
import { sampleFiles } from "./prepare-sample-files";

const page = { labSlug: "bench", cell: "50 % µ?", cellId: 1 };
const PATH = "/api/labs/bench/cells/50%20%25%20%C2%B5%3F/export";

it("gives a cell's samples in each format", () => {
  expect(sampleFiles(page, [""])).toEqual([
    { text: "BDF", href: `${PATH}?format=bdf` },
    { text: "CSV", href: `${PATH}?format=csv` },
    { text: "Parquet", href: `${PATH}?format=parquet` },
  ]);
});

it("names the test of each BDF file where there are several", () => {
  expect(sampleFiles(page, ["", "formation & more"]).slice(0, 2)).toEqual([
    { text: "BDF of the usual test", href: `${PATH}?format=bdf&test=` },
    { text: "BDF of formation & more", href: `${PATH}?format=bdf&test=formation+%26+more` },
  ]);
});
