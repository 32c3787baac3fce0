import type { Metadata } from "next";
import { showsMails } from "@/server/api/pages/kept-mails";
import { KeptMailsNote } from "@/app/_components/account/kept-mails-note";
import { requireLab } from "../../require-lab";
import { SettingsPage } from "../settings-page";
import { Members } from "./members";

export const metadata: Metadata = { title: "Members" };

type MembersPageProps = { params: Promise<{ labSlug: string }> };

export default async function MembersPage({ params }: MembersPageProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/settings/members`);
  return (
    <SettingsPage lab={lab} title="Members" action="read">
      <Members labSlug={lab.slug} timeZone={lab.timeZone} />
      {showsMails() && <KeptMailsNote />}
    </SettingsPage>
  );
}
