import type { MetricName } from "@/server/domain/cycles/metrics";
import type { FieldChoice } from "@/server/domain/groups/field-choices";
import type { Role } from "@/server/domain/labs/permissions";
import type { DashboardState, Split } from "../dashboard-state";
import type { FilterField } from "./prepare-cell-filter";
import type { ChangeDashboard } from "../use-dashboard-state";

/** What the controls above the chart show and change. */
export type ControlsProps = {
  labSlug: string;
  role: Role;
  /** What cells can be grouped by and cycles be filtered by, once it is known. */
  groupings: readonly { id: number; name: string }[];
  fields: readonly FieldChoice[];
  /** All fields, by which cells can be filtered. */
  filterFields: readonly FilterField[];
  tags: readonly string[];
  split: Split | null;
  metric: MetricName;
  state: DashboardState;
  onChange: ChangeDashboard;
};
