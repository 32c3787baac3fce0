"use client";

import { Loader } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useEffect } from "react";
import type { AppRouter } from "@/server/api/trpc/root";
import { SignOutButton } from "../_components/account/sign-out-button";
import { StandalonePage } from "../_components/account/standalone-page";
import { useLinkFields } from "../_components/account/use-link-fields";
import { Refusal } from "../_components/refusal";
import { useTRPC } from "../_trpc/trpc";
import { AcceptInvitation } from "./accept-invitation";
import { ComeIn } from "./come-in";

type Opened = inferRouterOutputs<AppRouter>["members"]["openInvitation"];

/** What the link in a mail says, and the way in. Its secret is sent in a body, never in an address. */
export function Invitation({ takesAccounts }: { takesAccounts: boolean }) {
  const link = useLinkFields({ keeps: true });
  // A link that is cut off is one of no invitation.
  const token = link === null ? null : (link.get("token") ?? "");
  const trpc = useTRPC();
  const { mutate, data, error } = useMutation(trpc.members.openInvitation.mutationOptions());
  useEffect(() => {
    if (token !== null) mutate({ token });
  }, [token, mutate]);
  if (token === null || !data) {
    return (
      <StandalonePage title="Invitation">
        {error ? <Refusal error={error} /> : <Loader size="sm" role="status" aria-label="Reading the link" />}
      </StandalonePage>
    );
  }
  return (
    <StandalonePage title={data.view.state === "good" ? "You are invited" : "This invitation does not open"}>
      <WhatItSays {...data} token={token} takesAccounts={takesAccounts} />
    </StandalonePage>
  );
}

type WhatItSaysProps = Opened & { token: string; takesAccounts: boolean };

function WhatItSays({ view, ...props }: WhatItSaysProps) {
  switch (view.state) {
    case "good":
      return <GoodInvitation {...props} view={view} />;
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

type GoodInvitationProps = WhatItSaysProps & { view: Extract<Opened["view"], { state: "good" }> };

function GoodInvitation({ view, token, isSignedIn, takesAccounts }: GoodInvitationProps) {
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
      {isSignedIn ? (
        <AcceptInvitation token={token} />
      ) : (
        <ComeIn email={view.email} token={token} takesAccounts={takesAccounts} />
      )}
    </>
  );
}
