import { floatAt } from "../../domain/samples/sample-columns";
import type { ImportField } from "../cycler-file";
import type { ProblemList } from "../text/problem-list";
import type { RowBlock } from "../table/row-block";
import type { PlannedColumn } from "../table/table-plan";

/** A smaller value beside that of the other direction, or below 0, is noise about 0: as a share of it, and of the largest so far. */
const NOISE = 0.01;
/** So many rows against the two columns' meaning are no slips. */
const MOST_AGAINST = 0.01;

type Direction = "chargeCurrent" | "dischargeCurrent";
const isDirection = (field: ImportField): field is Direction =>
  field === "chargeCurrent" || field === "dischargeCurrent";

/** Whether a table has one column for the current of each direction. */
export function hasTwoWayCurrent(columns: readonly { field: ImportField }[]): boolean {
  const has = (field: Direction) => columns.some((column) => column.field === field);
  return has("chargeCurrent") && has("dischargeCurrent");
}

/** Without the columns of one direction where there is a current of both, or one direction only. */
export function withOneCurrent<T extends { field: ImportField }>(columns: readonly T[]): T[] {
  const isTwoWay = hasTwoWayCurrent(columns) && !columns.some(({ field }) => field === "current");
  return isTwoWay ? [...columns] : columns.filter(({ field }) => !isDirection(field));
}

/** Makes one signed current of a column for charge and one for discharge, of which one is 0 or empty in each row. */
export class TwoWayCurrent {
  private rows = 0;
  private largestA = 0;
  private readonly rowsWith = { both: 0, negativeCharge: 0, negativeDischarge: 0, positiveDischarge: 0 };
  private readonly headings: readonly string[];
  /** −1 where a person said that what is called charge discharges the cell. */
  private readonly sign: number;

  constructor(columns: readonly PlannedColumn[]) {
    const directions = columns.filter(({ field }) => isDirection(field));
    this.headings = directions.map(({ heading }) => `"${heading}"`);
    this.sign = directions.some(({ scale }) => scale.multiply < 0) ? -1 : 1;
  }

  /** Whether the row has a current. */
  fill({ columns, length }: RowBlock): boolean {
    const [charge, discharge] = [floatAt(columns.chargeCurrent, length), floatAt(columns.dischargeCurrent, length)];
    if (Number.isNaN(charge) && Number.isNaN(discharge)) return false;
    const chargeA = this.sign * (Number.isNaN(charge) ? 0 : charge);
    const dischargeA = this.sign * (Number.isNaN(discharge) ? 0 : discharge);
    const charges = Math.abs(chargeA) >= Math.abs(dischargeA);
    columns.current[length] = this.sign * (charges ? Math.abs(chargeA) : -Math.abs(dischargeA));
    this.look(chargeA, dischargeA);
    return true;
  }

  private look(chargeA: number, dischargeA: number): void {
    const sizes = [Math.abs(chargeA), Math.abs(dischargeA)];
    const [less, more] = [Math.min(...sizes), Math.max(...sizes)];
    this.rows += 1;
    this.largestA = Math.max(this.largestA, more);
    const noiseA = NOISE * this.largestA;
    const { rowsWith } = this;
    if (less > noiseA && less > NOISE * more) rowsWith.both += 1;
    if (chargeA < -noiseA) rowsWith.negativeCharge += 1;
    if (dischargeA < -noiseA) rowsWith.negativeDischarge += 1;
    if (dischargeA > noiseA) rowsWith.positiveDischarge += 1;
  }

  /** After the last row: refuses two columns that are not of one direction each. */
  refuse(line: number, problems: ProblemList): void {
    const most = MOST_AGAINST * this.rows;
    const { both, negativeCharge, negativeDischarge, positiveDischarge } = this.rowsWith;
    const hasBothSigns = negativeCharge > most || Math.min(negativeDischarge, positiveDischarge) > most;
    if (both <= most && !hasBothSigns) return;
    const why = both > most ? "both flow in the same rows" : "one of them has both signs";
    const message = `${this.headings.join(" and ")} are not the current of one direction each: ${why}. Map by hand the column that is the current`;
    problems.add(line, null, message);
  }
}
