import { readiness } from "@/server/api/monitoring/readiness";

export const dynamic = "force-dynamic";

export function GET(): Promise<Response> {
  return readiness();
}
