import { type Lab, untilCycles } from "./lab";
import { CyclerChannel, CYCLE_S } from "./samples";

export const CATHODES = ["LCO", "LFP", "NMC811"] as const;
const RATES = ["C/2", "1C", "2C", "3C"] as const;
const ELECTROLYTES = ["LP30", "LP57"] as const;
export const CELLS = 120;
const CYCLES = 3;

/**
 * 120 cells in twelve pairs of cathode and rate, ten each of which five have either electrolyte, and no grouping.
 * @param lessAh what those with LP57 lack
 */
export async function fillLab(lab: Lab, { lessAh = 0 }: { lessAh?: number } = {}): Promise<void> {
  const startMs = Date.now() - (CYCLES + 2) * CYCLE_S * 1000;
  const cells: Record<string, { metadata: Record<string, string> }> = {};
  const samples = [];
  for (let index = 0; index < CELLS; index += 1) {
    const cell = `C-${String(index + 1).padStart(3, "0")}`;
    const cathode = CATHODES[index % CATHODES.length] ?? "";
    const rate = RATES[Math.floor(index / CATHODES.length) % RATES.length] ?? "";
    const electrolyte = ELECTROLYTES[Math.floor(index / 12) % ELECTROLYTES.length] ?? "";
    cells[cell] = { metadata: { cathode, rate, electrolyte } };
    const channel = new CyclerChannel(cell, startMs);
    for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
      const discharge = 2 + (index % CATHODES.length) - 0.01 * cycle - (electrolyte === "LP57" ? lessAh : 0);
      samples.push(...channel.cycle(cycle, { charge: discharge + 0.01, discharge }));
    }
    samples.push(channel.opening(CYCLES + 1));
  }
  await lab.rest.post("/api/v1/ingest", { samples, cells });
  for (const cell of ["C-001", "C-060", "C-120"]) await untilCycles(lab, cell, CYCLES);
}
