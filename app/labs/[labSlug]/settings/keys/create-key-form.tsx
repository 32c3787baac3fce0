"use client";

import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc";
import { Refusal } from "@/app/_components/refusal";
import classes from "../settings.module.css";
import { useReread } from "../use-reread";

const SCOPES = [
  { scope: "ingest", does: "Send samples" },
  { scope: "read", does: "Read cells, cycles and groups" },
  { scope: "manage", does: "Change cells, fields and groupings" },
] as const;
type Scope = (typeof SCOPES)[number]["scope"];

const EXPIRIES = [
  { value: "", label: "Never" },
  { value: "7", label: "In a week" },
  { value: "30", label: "In 30 days" },
  { value: "365", label: "In a year" },
];
const DAY_MS = 86_400_000;

type CreateKeyFormProps = { labSlug: string; onCreated: (made: { name: string; apiKey: string }) => void };

export function CreateKeyForm({ labSlug, onCreated }: CreateKeyFormProps) {
  const trpc = useTRPC();
  const reread = useReread(trpc.keys.list.queryKey({ labSlug }));
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["ingest"]);
  const [days, setDays] = useState("");
  const create = useMutation(trpc.keys.create.mutationOptions());
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = days === "" ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    const made = await create.mutateAsync({ labSlug, name, scopes, expiresAt }).catch(() => null); // shown below
    if (!made) return;
    onCreated({ name, apiKey: made.apiKey });
    await reread.onSuccess();
  };
  const toggle = (scope: Scope, isOn: boolean) =>
    setScopes((before) => (isOn ? [...before, scope] : before.filter((one) => one !== scope)));
  return (
    <section className={classes.section}>
      <h2>Create a key</h2>
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <TextInput
          label="Name"
          description="Say what uses it: one key for each cycler is easy to revoke"
          value={name}
          maxLength={128}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          autoComplete="off"
          required
          withAsterisk={false}
        />
        <fieldset className={classes.choices}>
          <legend>It may</legend>
          {SCOPES.map(({ scope, does }) => (
            <Checkbox
              key={scope}
              label={
                <>
                  {does} <code className={classes.dim}>{scope}</code>
                </>
              }
              checked={scopes.includes(scope)}
              onChange={({ currentTarget }) => toggle(scope, currentTarget.checked)}
            />
          ))}
        </fieldset>
        <NativeSelect
          label="Expires"
          value={days}
          data={EXPIRIES}
          onChange={({ currentTarget }) => setDays(currentTarget.value)}
        />
        <Refusal error={create.error} />
        <Button type="submit" disabled={scopes.length === 0} loading={create.isPending}>
          Create key
        </Button>
      </form>
    </section>
  );
}
