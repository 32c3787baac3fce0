"use client";

import { Alert, Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { failureOf, useTRPC } from "../../_trpc/trpc";

export function AcceptInvitation({ token }: { token: string }) {
  const trpc = useTRPC();
  const onSuccess = ({ labSlug }: { labSlug: string }) => window.location.assign(`/labs/${labSlug}`);
  const accept = useMutation(trpc.members.acceptInvitation.mutationOptions({ onSuccess }));
  return (
    <>
      {accept.error && (
        <Alert role="alert" color="red" variant="light" p="sm" title={failureOf(accept.error).message} />
      )}
      <Button loading={accept.isPending || accept.isSuccess} onClick={() => accept.mutate({ token })}>
        Join the lab
      </Button>
    </>
  );
}
