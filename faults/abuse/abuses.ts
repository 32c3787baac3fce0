import type { Abuse } from "./abuse";
import { IN_BODIES } from "./in-bodies";
import { IN_FILES } from "./in-files";
import { IN_LISTS } from "./in-lists";
import { IN_READS } from "./in-reads";
import { IN_REQUESTS } from "./in-requests";
import { IN_STATE } from "./in-state";

/** What was found by attacking the service, as requests that can be sent again. See docs/operating.md, "Bounds". */
export const ABUSES: readonly Abuse[] = [
  ...IN_FILES,
  ...IN_BODIES,
  ...IN_STATE,
  ...IN_REQUESTS,
  ...IN_READS,
  ...IN_LISTS, // last: they leave a lab that is full
];
