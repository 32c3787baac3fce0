import type { Metadata } from "next";
import { requireLab } from "../../require-lab";
import { FieldsPage } from "./fields-page";

export const metadata: Metadata = { title: "Fields of cells" };

type FieldsRouteProps = { params: Promise<{ labSlug: string }> };

export default async function FieldsRoute({ params }: FieldsRouteProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/cells/fields`);
  return <FieldsPage labSlug={lab.slug} role={lab.role} />;
}
