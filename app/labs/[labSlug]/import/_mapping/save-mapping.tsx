"use client";

import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { failureOf, useTRPC } from "@/app/_trpc/trpc";
import type { ColumnMapping } from "@/server/importers/cycler-file";

/** Saves a column mapping for the lab's next files of the kind. */
export function SaveMapping({ labSlug, mapping }: { labSlug: string; mapping: ColumnMapping }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: trpc.imports.mappings.list.queryKey({ labSlug }) });
  const save = useMutation(trpc.imports.mappings.save.mutationOptions({ onSuccess }));
  const wanted = name.trim();
  const isSaved = save.isSuccess && save.variables.given.name === wanted;
  return (
    <>
      <TextInput
        label="Save for the next files like it"
        placeholder="Name"
        value={name}
        maxLength={128}
        error={save.error ? failureOf(save.error).message : null}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={wanted === ""}
        loading={save.isPending}
        onClick={() => save.mutate({ labSlug, given: { name: wanted, mapping } })}
      >
        {isSaved ? "Saved" : "Save mapping"}
      </Button>
    </>
  );
}
