import { type Lab, untilCycles } from "./lab";
import { CYCLE_S, CyclerChannel } from "./samples";

const CYCLES = 12;

/** Cells that fade by 5 mAh a cycle from 2 Ah on, the twelfth cycle under way. */
export async function fillLab(lab: Lab, cells: readonly string[], given: object = {}): Promise<void> {
  const startMs = Date.now() - (CYCLES + 2) * CYCLE_S * 1000;
  for (const cell of cells) {
    await lab.rest.putCell(cell, { nominalCapacityAh: 2, ...given });
    const channel = new CyclerChannel(cell, startMs);
    const cycles = Array.from({ length: CYCLES - 1 }, (_, index) => {
      const discharge = 2 - 0.005 * index;
      return channel.cycle(index + 1, { charge: discharge + 0.01, discharge });
    });
    await lab.rest.ingest([...cycles.flat(), ...channel.charge(CYCLES, 1)]);
  }
  for (const cell of cells) await untilCycles(lab, cell, CYCLES - 1);
}
