import type { CellAgeing } from "@/server/domain/ageing/cell-ageing";
import type { GuideAnchor } from "@/server/domain/guide/numbers-guide";

/** A line on how the cell ages: what was found and how sure it is, or why nothing was. */
export type AgeingFact = {
  name: string;
  value: string;
  detail: string;
  /** To be looked at; null where there is none. */
  cycle: number | null;
  /** Its definition in short, and its entry of the guide. */
  title: string;
  guide: GuideAnchor;
};

/** A place between two cycles is told to a tenth only where that is not all noise. */
const placeText = (cycle: number) => String(Math.round(cycle));

/** End of life, knee and onset. */
export function ageingFacts({ endOfLife, knee, onset, why }: CellAgeing): AgeingFact[] {
  const place = (found: CellAgeing["knee"], reason: string | undefined) =>
    found
      ? {
          value: `cycle ${placeText(found.cycle)}`,
          detail: `90 % interval ${placeText(found.from)}–${placeText(found.to)}`,
          cycle: Math.round(found.cycle),
        }
      : none(reason);
  return [
    {
      name: "End of life",
      guide: "endOfLife",
      title: "First of three statistics cycles running whose retention lies under the lab's threshold",
      ...(endOfLife
        ? {
            value: `cycle ${endOfLife.cycle}`,
            detail: endOfLife.reached ? "reached" : "forecast",
            cycle: endOfLife.cycle,
          }
        : none(why.endOfLife)),
    },
    {
      name: "Knee",
      guide: "knee",
      title: "Where the fade speeds up: the bend of two lines through the discharge capacities (Bacon–Watts)",
      ...place(knee, why.knee),
    },
    {
      name: "Onset",
      guide: "onset",
      title: "Onset (double Bacon–Watts): the first of two bends",
      ...place(onset, why.onset),
    },
  ];
}

/** Reasons begin with the word that stands over them here. */
const none = (reason: string | undefined) => ({
  value: "none",
  detail: (reason ?? "").replace(/^None: (.)/, (_, letter: string) => letter.toUpperCase()),
  cycle: null,
});

/** "95 %: cycle 120": where retention fell under other thresholds, those that were reached. */
export function milestones({ cyclesTo }: Pick<CellAgeing, "cyclesTo">): { name: string; cycle: number }[] {
  return Object.entries(cyclesTo)
    .sort(([one], [other]) => Number(other) - Number(one))
    .flatMap(([retention, cycle]) =>
      cycle === null ? [] : [{ name: `${Math.round(100 * Number(retention))} %`, cycle }],
    );
}
