import type { ValueStore } from "@/app/_components/value-store";

/** Where on x somebody points, and in which chart: what charts with one axis and tables beside them share. */
export type Crosshair = ValueStore<{ x: number; by: string } | null>;
