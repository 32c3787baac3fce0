import type { Metadata } from "next";
import { requireLab } from "../../require-lab";
import { SettingsPage } from "../settings-page";
import { Audit } from "./audit";

export const metadata: Metadata = { title: "Audit" };

type AuditPageProps = { params: Promise<{ labSlug: string }> };

export default async function AuditPage({ params }: AuditPageProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/settings/audit`);
  return (
    <SettingsPage lab={lab} title="Audit" action="readAudit" isWide>
      <Audit labSlug={lab.slug} timeZone={lab.timeZone} />
    </SettingsPage>
  );
}
