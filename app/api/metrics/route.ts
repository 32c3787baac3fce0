import { prometheusText } from "@/server/api/monitoring/prometheus";

export const dynamic = "force-dynamic";

export function GET(): Promise<Response> {
  return prometheusText();
}
