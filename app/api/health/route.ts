export const dynamic = "force-dynamic";

/** The process is alive. It asks nobody: a database that is away is no reason to restart it. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}
