import type { RowBlock } from "../table/row-block";

/** Takes rows in order, from `from` up to, but not including, `to`; the block may be reused afterwards. */
export type RowSink = {
  add: (block: RowBlock, from: number, to: number) => void;
  /** After the last row. */
  end: () => void;
};
