import type { Metadata } from "next";
import { requireLab } from "../../require-lab";
import { SettingsPage } from "../settings-page";
import { Keys } from "./keys";

export const metadata: Metadata = { title: "Keys" };

type KeysPageProps = { params: Promise<{ labSlug: string }> };

export default async function KeysPage({ params }: KeysPageProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/settings/keys`);
  return (
    <SettingsPage lab={lab} title="Keys" action="manageKeys">
      <Keys labSlug={lab.slug} timeZone={lab.timeZone} />
    </SettingsPage>
  );
}
