import { cellTable } from "@/server/api/pages/cell-tables";

type CellTableContext = { params: Promise<{ labSlug: string; cellName: string; table: string }> };

export async function GET(request: Request, { params }: CellTableContext): Promise<Response> {
  const { labSlug, table } = await params;
  // Next.js hands names over decoded here, and as they were sent there.
  const name = decodedSegment(new URL(request.url).pathname.split("/")[5] ?? "");
  return cellTable(request, { labSlug, name, table });
}

function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}
