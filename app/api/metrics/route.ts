import { prometheusText } from "@/server/api/prometheus";

export const dynamic = "force-dynamic";

export function GET(): Promise<Response> {
  return prometheusText();
}
