import { auditCsv } from "@/server/api/pages/audit-csv";

type AuditCsvContext = { params: Promise<{ labSlug: string }> };

export async function GET(request: Request, { params }: AuditCsvContext): Promise<Response> {
  return auditCsv(request, (await params).labSlug);
}
