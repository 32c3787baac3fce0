import { isPlausibleTemperature } from "../../domain/samples/plausible-temperature";
import type { Warn } from "../checks/check";

/** Takes temperatures that no cell has as missing, and says so once. */
export class PlausibleTemperatures {
  private count = 0;
  private firstC = Number.NaN;
  private firstLine = 0;

  /** The temperature of a row; NaN where it is none. */
  read(atC: number, line: number): number {
    if (Number.isNaN(atC) || isPlausibleTemperature(atC)) return atC;
    if (this.count === 0) [this.firstC, this.firstLine] = [atC, line];
    this.count += 1;
    return Number.NaN;
  }

  /** After the last row. */
  finish(warn: Warn): void {
    if (this.count === 0) return;
    const which = this.count === 1 ? "It is" : `${this.count} such values are`;
    const message = `${this.firstC} °C is not a plausible cell temperature: is the sensor connected? ${which} taken as missing.`;
    warn("impossible temperature", this.firstLine, message);
    this.count = 0;
  }
}
