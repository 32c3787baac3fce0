import { redirect } from "next/navigation";
import { requireLab } from "../require-lab";

type SettingsPageProps = { params: Promise<{ labSlug: string }> };

export default async function SettingsPage({ params }: SettingsPageProps) {
  const { labSlug } = await params;
  await requireLab(labSlug, `/labs/${labSlug}/settings`);
  redirect(`/labs/${labSlug}/settings/lab`);
}
