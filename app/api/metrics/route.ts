import { metricsRoute } from "@/server/api/monitoring/metrics-route";

export const dynamic = "force-dynamic";

export const GET = metricsRoute;
