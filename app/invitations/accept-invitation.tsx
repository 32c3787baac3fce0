"use client";

import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Refusal } from "../_components/refusal";
import { useTRPC } from "../_trpc/trpc";

export function AcceptInvitation({ token }: { token: string }) {
  const trpc = useTRPC();
  const onSuccess = ({ labSlug }: { labSlug: string }) => window.location.assign(`/labs/${labSlug}`);
  const accept = useMutation(trpc.members.acceptInvitation.mutationOptions({ onSuccess }));
  return (
    <>
      <Refusal error={accept.error} />
      <Button loading={accept.isPending || accept.isSuccess} onClick={() => accept.mutate({ token })}>
        Join the lab
      </Button>
    </>
  );
}
