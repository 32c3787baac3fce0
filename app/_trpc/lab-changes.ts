import type { LiveEvent } from "@/server/domain/groups/groups-view";

/** What a page shows of its lab, and so which changes concern it. */
export type Dependencies = {
  /** Cells whose samples, cycles or states are shown. "any": every change of the lab concerns the page, an import's next step too. */
  cells: readonly number[] | "any";
  /** Whether cells' metadata, groupings, imports or settings are shown. */
  configuration: boolean;
};

/** An event of the lab's stream. A server that does not say what changed may have changed anything. */
export type LabEvent = Pick<LiveEvent, "version" | "lastReceivedAtMs"> & {
  /** null: any cell. */
  cellIds?: readonly number[] | null;
  isConfiguration?: boolean;
};

/** The version of the lab that was heard of last, and the last one that concerns the page; null before there is one. */
export type HeardVersions = { latest: number | null; concerning: number | null };

/** What is known after another event. An event that came before, or was overtaken by a later one, changes nothing. */
export function hearEvent(heard: HeardVersions, event: LabEvent, dependencies: Dependencies): HeardVersions {
  if (heard.latest !== null && event.version <= heard.latest) return heard;
  const concerns = isConcernedBy(event, heard.latest, dependencies);
  return { latest: event.version, concerning: concerns ? event.version : heard.concerning };
}

/** Whether an event may change what a page shows. Where versions before it were missed, nobody knows what they changed. */
export function isConcernedBy(event: LabEvent, knownVersion: number | null, { cells, configuration }: Dependencies) {
  const isNext = knownVersion !== null && event.version === knownVersion + 1;
  const { cellIds = null, isConfiguration = true } = isNext ? event : {};
  return (configuration && isConfiguration) || touchesCells(cellIds, cells);
}

function touchesCells(changed: readonly number[] | null, shown: Dependencies["cells"]): boolean {
  if (shown === "any") return true;
  return shown.some((cellId) => changed === null || changed.includes(cellId));
}
