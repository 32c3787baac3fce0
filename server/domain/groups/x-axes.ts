/** What statistics of groups may be drawn over, but for the cycle number. */
export const OTHER_X_AXES = ["equivalentFullCycles", "throughputAh", "days", "testTime"] as const;

/** Places of a group at which its cells are compared over such an axis. */
export const PLACES = 200;

/** How values come to stand there: said wherever such statistics are. */
export const INTERPOLATION = `each cell's values are interpolated linearly between its neighbouring cycles at ${PLACES} even places of the group, \`x\`; a cell counts where it has cycles on both sides, and \`cycle\` is the mean of theirs`;

export type OtherX = (typeof OTHER_X_AXES)[number];
