import type { ProblemList } from "../text/problem-list";

/** Rows of impedance spectra among those of a time series: left out, and named once. */
export class SpectrumRows {
  count = 0;
  private firstLine = 0;

  skip(line: number): void {
    if (this.count === 0) this.firstLine = line;
    this.count += 1;
  }

  warn(problems: ProblemList): void {
    if (this.count === 0) return;
    const message = `From here on, ${this.count} rows of impedance spectra, which have a frequency, were left out: spectra are not supported.`;
    problems.warn("spectra", this.firstLine, message);
  }
}
