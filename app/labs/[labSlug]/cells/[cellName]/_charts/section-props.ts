import type { Region } from "@/app/_charts/frame/regions";
import type { CellPageState } from "../cell-page-state";
import type { PageCell, useCellCycles } from "../use-cell-queries";
import type { ChangeCellPage } from "../use-cell-page-state";

/** What each part of the page is given. */
export type SectionProps = {
  page: PageCell;
  cycles: ReturnType<typeof useCellCycles>;
  state: CellPageState;
  onChange: ChangeCellPage;
};

export type TimeSectionProps = SectionProps & {
  /** Stretches of time with notes, in ms. */
  regions: readonly Region[];
  timeZone: string;
  /** Of the last sample: as many panels are kept free while the chart loads. */
  hasTemperature: boolean;
  /** Names of the cell's tests. */
  tests: readonly string[];
};
