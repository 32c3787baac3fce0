import { env } from "../../env";
import { AppError } from "../../errors";
import { onceAProcess } from "../../once-a-process";

const RETRY_AFTER_S = 15;

/** How many files a process makes at once of what is stored. */
export class ExportSlots {
  private readonly ofLab = new Map<number, number>();
  private all = 0;

  constructor(private readonly bounds: { perLab: number; all: number }) {}

  /**
   * @returns what gives the slot back, once
   * @throws AppError `too_many` where the lab has its share, `unavailable` where all together have
   */
  take(labId: number): () => void {
    const own = this.ofLab.get(labId) ?? 0;
    if (own >= this.bounds.perLab) {
      const message = `${this.bounds.perLab} exports of this lab are under way, as many as may be at once. Try again when one is done.`;
      throw new AppError("too_many", message, { retryAfterS: RETRY_AFTER_S });
    }
    if (this.all >= this.bounds.all) {
      const message = "Other labs export as much as this server makes at once. Try again in a moment.";
      throw new AppError("unavailable", message, { retryAfterS: RETRY_AFTER_S });
    }
    this.change(labId, 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.change(labId, -1);
      isHeld = false;
    };
  }

  private change(labId: number, by: number): void {
    this.all += by;
    const own = (this.ofLab.get(labId) ?? 0) + by;
    if (own > 0) this.ofLab.set(labId, own);
    else this.ofLab.delete(labId);
  }
}

export const exportSlots = (): ExportSlots =>
  onceAProcess("exports", () => new ExportSlots({ perLab: env().EXPORTS_PER_LAB, all: env().EXPORTS }));
