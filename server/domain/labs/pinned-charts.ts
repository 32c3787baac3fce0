/** More would be a page of groups. */
export const MAX_PINNED_CHARTS = 4;
