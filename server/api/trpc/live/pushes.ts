import { toCycleFilter } from "../../../domain/tags/cycle-filter";
import type { CellHead } from "../../../domain/cells/cell-page";
import type { GroupsDelta, LiveEvent } from "../../../domain/groups/groups-view";
import { type CellPush, type GroupsPush, type Pushes, type Watched, watchKey } from "../../../domain/labs/watched";
import { toAppError } from "../../../errors";
import type { LabScope } from "../../../lab-scope";
import { logger } from "../../../logger";
import { onceAProcess } from "../../../once-a-process";
import { groupsChanges } from "../../../statistics/group-statistics";
import { cellHead } from "../cells/cell-page";
import { SharedAnswers } from "./shared-answers";

type HeadAt = { version: number; head: CellHead };

const shared = onceAProcess("answers of streams", () => ({
  groups: new SharedAnswers<GroupsDelta>(versionOf),
  heads: new SharedAnswers<HeadAt>(({ version }) => version),
}));

function versionOf(delta: GroupsDelta): number {
  return delta.kind === "full" ? delta.view.version : delta.version;
}

/**
 * What one stream brings of what its browser's pages show, with each event. What cannot be told as a change, or fails, is left out: the pages then
 * ask, and hear why. The first event brings nothing: what changed before it nobody knows.
 */
export function followWatched(scope: LabScope, { groups, cells }: Watched) {
  const sinceVersions = new Map<string, number>();
  const cellIds = new Map<string, number>();
  let isFirst = true;

  const pushGroups = async (question: Watched["groups"][number], event: LiveEvent): Promise<GroupsPush[]> => {
    const key = watchKey(question);
    const sinceVersion = sinceVersions.get(key) ?? event.version;
    const { tag, rateC, ...requested } = question;
    const delta = await shared.groups.take(`${scope.labId} ${key}`, { sinceVersion, atLeast: event.version }, () =>
      groupsChanges(scope, { ...requested, filter: toCycleFilter(tag === null ? [] : [tag], rateC), sinceVersion }),
    );
    sinceVersions.set(key, versionOf(delta));
    return delta.kind === "full" ? [] : [{ key, sinceVersion, delta }];
  };
  const pushHead = async (cell: string, event: LiveEvent): Promise<CellPush[]> => {
    if (!touches(event, cellIds.get(cell))) return [];
    const { version } = event;
    const { head } = await shared.heads.take(
      `${scope.labId} ${cell}`,
      { sinceVersion: 0, atLeast: version },
      async () => ({
        version,
        head: await cellHead(scope, cell),
      }),
    );
    cellIds.set(cell, head.cell.cellId);
    return [{ cell, head }];
  };

  return async (event: LiveEvent): Promise<LiveEvent & Pushes> => {
    if (isFirst) {
      isFirst = false;
      for (const question of groups) sinceVersions.set(watchKey(question), event.version);
      return event;
    }
    const [ofGroups, ofCells] = await Promise.all([
      Promise.all(groups.map((question) => orNothing(() => pushGroups(question, event)))),
      Promise.all(cells.map((cell) => orNothing(() => pushHead(cell, event)))),
    ]);
    return { ...event, ofGroups: ofGroups.flat(), ofCells: ofCells.flat() };
  };
}

/** Whether an event may have changed a cell; whose id is not known yet, any may. */
function touches({ cellIds, isConfiguration }: LiveEvent, cellId: number | undefined): boolean {
  return isConfiguration || cellIds === null || cellId === undefined || cellIds.includes(cellId);
}

async function orNothing<T>(push: () => Promise<T[]>): Promise<T[]> {
  try {
    return await push();
  } catch (cause) {
    const error = toAppError(cause);
    if (error.kind === "internal") logger.error({ error }, "a stream brought no change");
    return [];
  }
}
