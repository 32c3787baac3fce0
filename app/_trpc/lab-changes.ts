import type { LiveEvent } from "@/server/domain/groups/groups-view";
import type { Pushes } from "@/server/domain/labs/watched";

/** What a page shows of its lab, and so which changes concern it. */
export type Dependencies = {
  /** Cells whose samples, cycles or states are shown. "any": every change of the lab concerns the page, an import's next step too. */
  cells: readonly number[] | "any";
  /** Whether cells' metadata, groupings, imports or settings are shown. */
  configuration: boolean;
};

/**
 * An event of the lab's stream: what changed since the event before it on the same stream, in one version or several. A server that does
 * not say what changed may have changed anything.
 */
export type LabEvent = Pick<LiveEvent, "version" | "lastReceivedAtMs"> & {
  /** null: any cell. */
  cellIds?: readonly number[] | null;
  isConfiguration?: boolean;
} & Pushes;

/** What a page has heard of its lab; versions are null before there is one. */
export type Heard = {
  latest: number | null;
  /** The last version that concerns the page. */
  concerning: number | null;
  /** The last one of these that changed the configuration, by which what is shown may be another at once. */
  configuring: number | null;
  /** Whether every event since `latest` will be heard: the stream was not interrupted. */
  isGapless: boolean;
};

export const NOTHING_HEARD: Heard = { latest: null, concerning: null, configuring: null, isGapless: false };

/** After another event. One that is repeated, or was overtaken by a later one, changes nothing. */
export function hearEvent(heard: Heard, event: LabEvent, dependencies: Dependencies): Heard {
  const { latest, concerning, configuring, isGapless } = heard;
  if (latest !== null && event.version <= latest) return { ...heard, isGapless: isGapless || event.version === latest };
  // Nobody knows what the versions changed that were missed.
  const changes = isGapless ? event : {};
  const { version } = event;
  return {
    latest: version,
    concerning: isConcernedBy(changes, dependencies) ? version : concerning,
    // What was changed before the first event is in what the page reads when it opens.
    configuring: latest !== null && event.isConfiguration && dependencies.configuration ? version : configuring,
    isGapless: true,
  };
}

/** After the stream was interrupted. */
export function hearInterruption(heard: Heard): Heard {
  return { ...heard, isGapless: false };
}

type Changes = Pick<LabEvent, "cellIds" | "isConfiguration">;

/** Whether changes may alter what a page shows. */
export function isConcernedBy(
  { cellIds = null, isConfiguration = true }: Changes,
  dependencies: Dependencies,
): boolean {
  return (dependencies.configuration && isConfiguration) || touchesCells(cellIds, dependencies.cells);
}

function touchesCells(changed: readonly number[] | null, shown: Dependencies["cells"]): boolean {
  if (shown === "any") return true;
  return shown.some((cellId) => changed === null || changed.includes(cellId));
}
