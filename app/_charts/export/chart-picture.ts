import type { GroupStyle } from "../groups/style/group-style";

/** A field of a table: a number is written as it is. */
export type Field = string | number | null;

/** The numbers that a chart shows, and none that it does not. */
export type ChartTable = {
  columns: readonly string[];
  rows: readonly (readonly Field[])[];
  /** Where the name of a line stands; null: every row is of one line. */
  nameAt: number | null;
  /** Where x stands. */
  xAt: number;
  /** The columns of values that are drawn as lines. */
  valuesAt: readonly number[];
  /** What is to be known of the numbers, a line each: which cycles they are of, and who was left out. */
  about?: readonly string[];
};

/** What tells lines apart. */
export type LegendEntry = { name: string; style: GroupStyle };

/** Colours from the first to the last cycle. */
export type ColourScale = { label: string; from: string; to: string; colours: readonly string[] };

/** What somebody noted of a stretch that is drawn, under its label there. */
export type NoteEntry = { label: string; says: string };

/** A chart as it leaves the page: what it is called, its numbers, and what explains its lines and its notes. */
export type ChartPicture = {
  title: string;
  /** Made when it is asked for. */
  table: () => ChartTable;
  legend?: readonly LegendEntry[];
  scale?: ColourScale | null;
  notes?: readonly NoteEntry[];
};
