import { redirect } from "next/navigation";
import { requireLab } from "./require-lab";

type LabPageProps = { params: Promise<{ labSlug: string }> };

export default async function LabPage({ params }: LabPageProps) {
  const { labSlug } = await params;
  const path = `/labs/${labSlug}/groups`;
  await requireLab(labSlug, path);
  redirect(path);
}
