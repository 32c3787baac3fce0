import type { GroupsQuestion } from "@/app/_trpc/use-live-groups";
import type { MetricName } from "@/server/domain/cycles/metrics";
import type { Role } from "@/server/domain/labs/permissions";
import type { DashboardState, Split } from "../dashboard-state";
import type { ChangeDashboard } from "../use-dashboard-state";

/** What the chart with its legend and deep dive is shown of. */
export type GroupsPanelProps = {
  labSlug: string;
  role: Role;
  split: Split;
  metricName: MetricName;
  state: DashboardState;
  onChange: ChangeDashboard;
};
export type QuestionPanelProps = GroupsPanelProps & { question: GroupsQuestion };
