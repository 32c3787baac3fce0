import type { Metadata } from "next";
import { headers } from "next/headers";
import { type InvitationView, invitationView } from "@/server/api/pages/invitation-view";
import { currentUser } from "@/server/auth/session";
import { SignOutButton } from "../../_components/account/sign-out-button";
import { StandalonePage } from "../../_components/account/standalone-page";
import { DataProvider } from "../../_trpc/data-provider";
import { ComeIn } from "./come-in";
import { AcceptInvitation } from "./accept-invitation";

// The address is a secret: no link on this page may carry it on.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer", robots: { index: false } };

type InvitationPageProps = { params: Promise<{ token: string }> };

export default async function InvitationPage({ params }: InvitationPageProps) {
  const { token } = await params;
  const user = await currentUser(await headers());
  const view = await invitationView({ userId: user?.userId ?? null, token });
  return (
    <DataProvider>
      <StandalonePage title={view.state === "good" ? "You are invited" : "This invitation does not open"}>
        <Invitation view={view} token={token} isSignedIn={user !== null} />
      </StandalonePage>
    </DataProvider>
  );
}

type InvitationProps = { view: InvitationView; token: string; isSignedIn: boolean };

function Invitation({ view, token, isSignedIn }: InvitationProps) {
  switch (view.state) {
    case "good":
      return <GoodInvitation view={view} token={token} isSignedIn={isSignedIn} />;
    case "other_address":
      return (
        <>
          <p>
            It is for {view.email}, and you are signed in as {view.signedInAs}. Sign out, then open the link again with
            that address.
          </p>
          <SignOutButton />
        </>
      );
    case "unverified":
      return (
        <p>It is for {view.email}, which is not verified yet. Open the link in our mail to it, then this one again.</p>
      );
    case "used":
      return (
        <p>
          It was used already. <a href="/">Go to your lab</a>
        </p>
      );
    case "expired":
      return <p>It has expired. Ask whoever invited you to send it again.</p>;
    case "revoked":
      return <p>It was revoked, or a newer one was sent. Look for the latest mail, or ask whoever invited you.</p>;
    case "unknown":
      return <p>There is no such invitation. Check that the link is whole.</p>;
  }
}

type GoodInvitationProps = InvitationProps & { view: Extract<InvitationView, { state: "good" }> };

function GoodInvitation({ view, token, isSignedIn }: GoodInvitationProps) {
  return (
    <>
      <p>
        {view.inviter === null ? "You are invited" : <bdi>{view.inviter}</bdi>}
        {view.inviter === null ? " to the lab " : " invites you to the lab "}
        <strong>
          <bdi>{view.lab}</bdi>
        </strong>{" "}
        in the role “{view.role}”.
      </p>
      {isSignedIn ? <AcceptInvitation token={token} /> : <ComeIn email={view.email} token={token} />}
    </>
  );
}
