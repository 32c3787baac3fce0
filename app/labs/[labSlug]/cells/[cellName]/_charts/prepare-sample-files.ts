import { nameOfTest } from "../../_panel/test-fields";
import type { PageCell } from "../use-cell-queries";

type SampleFile = { text: string; href: string };

/** Where every sample of the cell is downloaded, in each format. BDF holds one test a file. */
export function sampleFiles({ labSlug, cell }: PageCell, tests: readonly string[]): SampleFile[] {
  const file = (text: string, query: Record<string, string>): SampleFile => {
    const path = `/api/labs/${labSlug}/cells/${encodeURIComponent(cell)}/export`;
    return { text, href: `${path}?${new URLSearchParams(query)}` };
  };
  const bdf =
    tests.length > 1
      ? tests.map((test) => file(`BDF of ${nameOfTest(test)}`, { format: "bdf", test }))
      : [file("BDF", { format: "bdf" })];
  return [...bdf, file("CSV", { format: "csv" }), file("Parquet", { format: "parquet" })];
}
