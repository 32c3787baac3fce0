import { redirect } from "next/navigation";

type OldLinkProps = { params: Promise<{ token: string }> };

/** Mails of before had the secret in the path, which servers write down. */
export default async function OldLink({ params }: OldLinkProps) {
  const { token } = await params;
  redirect(`/invitations#token=${encodeURIComponent(token)}`);
}
