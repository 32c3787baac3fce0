import { accountRouter } from "./account-router";
import { annotationsRouter } from "./annotations-router";
import { auditRouter } from "./audit-router";
import { cellPageRouter } from "./cells/cell-page-router";
import { cellsRouter } from "./cells/cells-router";
import { exclusionsRouter } from "./exclusions-router";
import { fieldsRouter } from "./fields-router";
import { grantsRouter } from "./grants-router";
import { groupingsRouter } from "./groupings-router";
import { groupsRouter } from "./groups-router";
import { importsRouter } from "./imports-router";
import { keysRouter } from "./keys-router";
import { labsRouter } from "./labs-router";
import { liveRouter } from "./live/live-router";
import { membersRouter } from "./members-router";
import { overviewRouter } from "./overview-router";
import { sharesRouter } from "./shares/shares-router";
import { simulationRouter } from "./simulation-router";
import { tagsRouter } from "./tags-router";
import { viewsRouter } from "./views-router";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({
  account: accountRouter,
  annotations: annotationsRouter,
  audit: auditRouter,
  cellPage: cellPageRouter,
  cells: cellsRouter,
  exclusions: exclusionsRouter,
  fields: fieldsRouter,
  grants: grantsRouter,
  groupings: groupingsRouter,
  groups: groupsRouter,
  imports: importsRouter,
  keys: keysRouter,
  labs: labsRouter,
  live: liveRouter,
  members: membersRouter,
  overview: overviewRouter,
  shares: sharesRouter,
  simulation: simulationRouter,
  tags: tagsRouter,
  views: viewsRouter,
});
export type AppRouter = typeof appRouter;

/** Calls procedures without HTTP; for tests. */
export const createCaller = createCallerFactory(appRouter);
