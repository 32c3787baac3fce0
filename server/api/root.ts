import { groupingsRouter, groupsRouter } from "./groups-router";
import { labsRouter } from "./labs-router";
import { liveRouter } from "./live-router";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({
  groupings: groupingsRouter,
  groups: groupsRouter,
  labs: labsRouter,
  live: liveRouter,
});
export type AppRouter = typeof appRouter;

/** Calls procedures without HTTP; for tests. */
export const createCaller = createCallerFactory(appRouter);
