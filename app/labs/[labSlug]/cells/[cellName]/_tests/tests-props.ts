import type { SectionProps } from "../_charts/section-props";

export type TestsProps = Omit<SectionProps, "cycles"> & { timeZone: string };
