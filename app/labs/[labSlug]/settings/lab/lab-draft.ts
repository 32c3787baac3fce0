export type Settings = {
  name: string;
  timeZone: string;
  formationCycles: number;
  endOfLifeRetention: number;
  checkUpMaxRateC: number | null;
  rawRetentionDays: number | null;
  requiresTwoFactor: boolean;
};

/** The settings as the fields of a form hold them: a number may be a half-typed text. */
export type Draft = {
  name: string;
  timeZone: string;
  formationCycles: number | string;
  endOfLifePercent: number | string;
  checkUpMaxRateC: number | string;
  rawRetentionDays: number | string;
  requiresTwoFactor: boolean;
};

const PERCENT = 100;

export function toDraft({ endOfLifeRetention, checkUpMaxRateC, rawRetentionDays, ...settings }: Settings): Draft {
  return {
    ...settings,
    endOfLifePercent: Math.round(endOfLifeRetention * PERCENT * 10) / 10,
    checkUpMaxRateC: checkUpMaxRateC ?? "",
    rawRetentionDays: rawRetentionDays ?? "",
  };
}

/** What differs from the settings; null where nothing does, or a field holds no number. */
export function toChanges(settings: Settings, draft: Draft): Partial<Settings> | null {
  const { formationCycles, endOfLifePercent, checkUpMaxRateC, rawRetentionDays, ...plain } = draft;
  if (typeof formationCycles !== "number" || typeof endOfLifePercent !== "number") return null;
  const given: Settings = {
    ...plain,
    formationCycles,
    endOfLifeRetention: endOfLifePercent / PERCENT,
    checkUpMaxRateC: typeof checkUpMaxRateC === "number" ? checkUpMaxRateC : null,
    rawRetentionDays: typeof rawRetentionDays === "number" ? rawRetentionDays : null,
  };
  const known = new Map<string, unknown>(Object.entries(settings));
  const changed = Object.entries(given).filter(([name, value]) => known.get(name) !== value);
  return changed.length === 0 ? null : Object.fromEntries(changed);
}
