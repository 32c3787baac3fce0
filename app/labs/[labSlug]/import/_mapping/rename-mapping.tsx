"use client";

import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import { useTRPC } from "@/app/_trpc/trpc";
import { Refusal } from "@/app/_components/refusal";
import settings from "../../settings/settings.module.css";
import { useReread } from "../../settings/use-reread";

type RenameMappingProps = {
  labSlug: string;
  /** null: none is to be renamed. */
  name: string | null;
  onClose: () => void;
};

/** Asks for another name of a saved mapping. */
export function RenameMapping({ labSlug, name, onClose }: RenameMappingProps) {
  const trpc = useTRPC();
  const reread = useReread(trpc.imports.mappings.list.queryKey({ labSlug }));
  const rename = useMutation(trpc.imports.mappings.rename.mutationOptions(reread));
  const [typed, setTyped] = useState(name ?? "");
  const newName = typed.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== null) rename.mutate({ labSlug, given: { name, newName } }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen={name !== null} title="Rename this mapping" place="middle" onClose={onClose}>
      <form className={settings.dialog} onSubmit={submit}>
        <TextInput
          label="Name"
          value={typed}
          maxLength={128}
          autoComplete="off"
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          data-autofocus
        />
        <Refusal error={rename.error} />
        <Button type="submit" disabled={newName === "" || newName === name} loading={rename.isPending}>
          Rename
        </Button>
      </form>
    </Dialog>
  );
}
