import type { Metadata } from "next";
import { requireLab } from "../../require-lab";
import { SettingsPage } from "../settings-page";
import { Links } from "./links";

export const metadata: Metadata = { title: "Links" };

type LinksPageProps = { params: Promise<{ labSlug: string }> };

export default async function LinksPage({ params }: LinksPageProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/settings/links`);
  return (
    <SettingsPage lab={lab} title="Links" action="manageKeys">
      <Links labSlug={lab.slug} timeZone={lab.timeZone} />
    </SettingsPage>
  );
}
