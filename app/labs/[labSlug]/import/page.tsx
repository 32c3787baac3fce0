import type { Metadata } from "next";
import { requireLab } from "../require-lab";
import { ImportPage } from "./import-page";

export const metadata: Metadata = { title: "Import" };

type ImportRouteProps = { params: Promise<{ labSlug: string }>; searchParams: Promise<{ import?: string | string[] }> };

export default async function ImportRoute({ params, searchParams }: ImportRouteProps) {
  const { labSlug } = await params;
  const { import: opened } = await searchParams;
  const query = typeof opened === "string" ? `?${new URLSearchParams({ import: opened })}` : "";
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/import${query}`);
  return <ImportPage labSlug={lab.slug} role={lab.role} timeZone={lab.timeZone} />;
}
