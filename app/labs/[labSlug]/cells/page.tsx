import type { Metadata } from "next";
import { requireLab } from "../require-lab";
import { CellsPage } from "./cells-page";

export const metadata: Metadata = { title: "Cells" };

type CellsRouteProps = { params: Promise<{ labSlug: string }> };

export default async function CellsRoute({ params }: CellsRouteProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/cells`);
  return <CellsPage labSlug={lab.slug} role={lab.role} timeZone={lab.timeZone} />;
}
