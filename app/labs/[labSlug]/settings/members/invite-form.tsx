"use client";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc";
import type { Role } from "@/server/domain/labs/permissions";
import { Refusal } from "@/app/_components/refusal";
import classes from "../settings.module.css";
import { useReread } from "../use-reread";

export function InviteForm({ labSlug, roles }: { labSlug: string; roles: readonly Role[] }) {
  const trpc = useTRPC();
  const reread = useReread(trpc.members.list.queryKey({ labSlug }));
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("member");
  const onSuccess = async () => {
    setEmail("");
    await reread.onSuccess();
  };
  const invite = useMutation(trpc.members.invite.mutationOptions({ onSuccess }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ labSlug, email, role });
  };
  return (
    <section className={classes.section}>
      <h2>Invite somebody</h2>
      <form className={classes.row} onSubmit={submit}>
        <TextInput
          type="email"
          label="E-mail"
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          autoComplete="off"
          required
          withAsterisk={false}
          style={{ flex: "1 1 240px" }}
        />
        <NativeSelect
          label="Role"
          value={role}
          data={[...roles]}
          onChange={({ currentTarget }) => setRole(roles.find((one) => one === currentTarget.value) ?? "viewer")}
        />
        <Button type="submit" loading={invite.isPending}>
          Send invitation
        </Button>
      </form>
      <Refusal error={invite.error} />
      <p className={classes.dim} role="status">
        {invite.isSuccess
          ? `Sent to ${invite.variables.email.trim()}.`
          : "The link in the mail works for that address only, once, for 7 days."}
      </p>
    </section>
  );
}
