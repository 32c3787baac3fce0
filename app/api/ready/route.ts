import { readiness } from "@/server/api/readiness";

export const dynamic = "force-dynamic";

export function GET(): Promise<Response> {
  return readiness();
}
