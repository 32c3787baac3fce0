import { intAt } from "../../domain/samples/sample-columns";
import type { CycleQuantity } from "../../data/test-cycles";
import type { CycleFilter } from "../../domain/tags/cycle-filter";
import { isCycleKind, kindByHand, kindByRule } from "../../domain/tags/cycle-tags";
import { isNearRate } from "../../domain/tags/discharge-rates";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { type CellColumns, formationEnd } from "./cell-columns";
import { quantitiesOf } from "./metric-columns";
import { MetricReader } from "./metric-reader";
import type { TestColumns } from "./test-columns";

const RATE = "dischargeRateC";

/** The stored quantities that tell which cycles pass a filter. */
export function quantitiesOfFilter(filter: CycleFilter | null): readonly CycleQuantity[] {
  return filter !== null && needsRates(filter) ? quantitiesOf(RATE) : [];
}

const needsRates = ({ tags, rateC }: CycleFilter) =>
  rateC !== null || tags.includes("check_up") || tags.includes("ageing");

/** A cell as it was filtered, and what its tests were then. */
type Known = { source: CellColumns; stamp: readonly (TestColumns | number)[]; filtered: CellColumns };

/**
 * The cells of a lab with only those cycles counting that pass a filter; references stay those of all cycles. Made once and then again for
 * the cells that changed.
 */
export class FilteredCells {
  private readonly known = new Map<CellColumns, Known>();
  private readonly reader = new MetricReader(RATE);
  byteLength = 0;

  constructor(private readonly filter: CycleFilter) {}

  /** In the order of the cells. */
  *of(cells: readonly CellColumns[]): Generator<number, CellColumns[]> {
    const found: CellColumns[] = [];
    let bytes = 0;
    const before = new Map(this.known);
    this.known.clear();
    for (const source of cells) {
      const stamp = stampOf(source);
      const known = before.get(source);
      const isSame = known?.stamp.every((part, index) => part === stamp[index]) && known.stamp.length === stamp.length;
      const now = isSame && known ? known : { source, stamp, filtered: this.filteredCell(source) };
      this.known.set(source, now);
      found.push(now.filtered);
      const rows = source.tests.reduce((sum, { columns }) => sum + columns.length, 0);
      bytes += rows;
      yield isSame ? 1 : rows;
    }
    this.byteLength = bytes;
    return found;
  }

  private filteredCell(whole: CellColumns): CellColumns {
    const { tags, rateC } = this.filter;
    const requested = new Set(tags);
    const byHand = whole.cell.tags;
    const own = byHand.filter(({ tag }) => requested.has(tag) && !isCycleKind(tag));
    const formedUpTo = formationEnd(whole);
    const metricCell = needsRates(this.filter) ? this.reader.metricCell(whole) : null;
    const tests = whole.tests.map(({ columns, offset }) => {
      const rates = metricCell && this.reader.values({ test: columns, from: 0, to: columns.length }, metricCell);
      const keeps = (row: number) => {
        const rate = rates?.[row] ?? Number.NaN;
        if (rateC !== null && !isNearRate(rate, rateC)) return false;
        if (tags.length === 0) return true;
        const cycle = intAt(columns.cycles, row) + offset;
        const kind = kindByHand(byHand, cycle) ?? kindByRule(cycle <= formedUpTo, rate, whole.checkUpMaxRateC);
        return requested.has(kind) || own.some(({ from, to }) => from <= cycle && cycle <= to);
      };
      return { columns: columns.filtered(keeps), offset };
    });
    return { ...whole, tests, whole };
  }
}

const stampOf = ({ tests }: CellColumns) => tests.flatMap(({ columns }) => [columns, columns.revision]);

/** More are no help to whoever mistyped one. */
const MAX_NAMED = 20;

/**
 * Which tags the lab has, it tells nobody who has no more than a link.
 * @throws AppError `invalid_input` for a tag that no cycle can have: neither one of the three kinds nor given to any cell of the lab
 */
export function refuseUnknownTags(scope: LabScope, cells: readonly CellColumns[], { tags }: CycleFilter): void {
  const own = tags.filter((tag) => !isCycleKind(tag));
  if (own.length === 0) return;
  const given = new Set(cells.flatMap(({ cell }) => cell.tags.map(({ tag }) => tag)));
  const unknown = own.find((tag) => !given.has(tag));
  if (unknown === undefined) return;
  const others = scope.narrowedTo === null ? [...given].filter((tag) => !isCycleKind(tag)).sort() : [];
  const known = ["formation", "check_up", "ageing", ...others.slice(0, MAX_NAMED)].map((tag) => `"${tag}"`).join(", ");
  const message = `no cycle of this lab has the tag "${unknown}"; there are ${known}`;
  throw new AppError("invalid_input", `No cycle of this lab has the tag "${unknown}".`, {
    problems: [{ pointer: "/tag", message }],
  });
}
