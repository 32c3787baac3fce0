"use client";

import { TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";

export function NameForm({ name }: { name: string }) {
  const router = useRouter();
  const { ask, ...request } = useAccountRequest();
  return (
    <AccountForm
      action="Change the name"
      isFullWidth={false}
      request={request}
      onSend={(fields) => void ask("/update-user", { name: fields.name }, () => router.refresh())}
    >
      <TextInput
        key={name}
        name="name"
        label="Name"
        description="Other members of your labs see it"
        autoComplete="name"
        defaultValue={name}
        maxLength={128}
        required
        withAsterisk={false}
      />
    </AccountForm>
  );
}
