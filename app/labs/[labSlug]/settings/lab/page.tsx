import type { Metadata } from "next";
import { requireLab } from "../../require-lab";
import { SettingsPage } from "../settings-page";
import { LabSettings } from "./lab-settings";

export const metadata: Metadata = { title: "Lab settings" };

type LabSettingsPageProps = { params: Promise<{ labSlug: string }> };

export default async function LabSettingsPage({ params }: LabSettingsPageProps) {
  const { labSlug } = await params;
  const { lab, user } = await requireLab(labSlug, `/labs/${labSlug}/settings/lab`);
  return (
    <SettingsPage lab={lab} title="Lab" action="read">
      <LabSettings labSlug={lab.slug} role={lab.role} hasSecondFactor={user.hasSecondFactor === true} />
    </SettingsPage>
  );
}
