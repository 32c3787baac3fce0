"use client";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import { Refusal } from "../_components/refusal";
import { guessTimeZone, timeZoneChoices } from "../_components/browser/time-zones";
import { useTRPC } from "../_trpc/trpc";
import classes from "./new-lab-form.module.css";
import { useSlugField } from "./use-slug-field";

const nothingChanges = () => () => {};

export function NewLabForm() {
  const trpc = useTRPC();
  // The server does not know the visitor's time zone.
  const guessed = useSyncExternalStore(nothingChanges, guessTimeZone, () => "UTC");
  const [chosen, setTimeZone] = useState<string | null>(null);
  const [name, setName] = useState("");
  const slug = useSlugField(name);
  const timeZone = chosen ?? guessed;
  const onSuccess = ({ labSlug }: { labSlug: string }) => window.location.assign(`/labs/${labSlug}/start`);
  const create = useMutation(trpc.labs.create.mutationOptions({ onSuccess }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name, timeZone, ...(slug.value === "" ? {} : { slug: slug.value }) });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label="Name"
        value={name}
        maxLength={128}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        autoComplete="organization"
        required
        withAsterisk={false}
        autoFocus
      />
      <TextInput
        label="Address"
        description={slug.description}
        error={slug.error}
        value={slug.value}
        maxLength={64}
        onChange={({ currentTarget }) => slug.change(currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <NativeSelect
        label="Time zone"
        description="Times on all pages are shown in it"
        value={timeZone}
        data={timeZoneChoices(timeZone)}
        onChange={({ currentTarget }) => setTimeZone(currentTarget.value)}
      />
      <Refusal error={create.error} />
      <Button type="submit" fullWidth loading={create.isPending || create.isSuccess}>
        Create lab
      </Button>
    </form>
  );
}
