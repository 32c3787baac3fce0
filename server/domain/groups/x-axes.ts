/** What statistics of groups may be drawn over, but for the cycle number. */
export const OTHER_X_AXES = ["equivalentFullCycles", "throughputAh", "days", "testTime"] as const;
export type OtherX = (typeof OTHER_X_AXES)[number];
