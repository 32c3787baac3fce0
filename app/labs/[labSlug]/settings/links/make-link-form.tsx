"use client";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Refusal } from "@/app/_components/refusal";
import { useTRPC } from "@/app/_trpc/trpc";
import { GRANTED_READS } from "@/server/domain/labs/grants";
import { ExpiryField, expiryAfter, USUAL_EXPIRY } from "../../_share/expiry-field";
import classes from "../settings.module.css";
import { useReread } from "../use-reread";
import { LinkQueryFields } from "./link-query-fields";
import type { MadeLink } from "./new-link";
import { linkAddress, type LinkQuery, READ_LABELS } from "./prepare-link";
import { type Chosen, ResourceFields } from "./resource-fields";

type MakeLinkFormProps = { labSlug: string; onMade: (made: MadeLink) => void };

export function MakeLinkForm({ labSlug, onMade }: MakeLinkFormProps) {
  const trpc = useTRPC();
  const reread = useReread(trpc.grants.list.queryKey({ labSlug }));
  const [chosen, setChosen] = useState<Chosen>({ kind: "cell", cell: "", grouping: { id: 0, name: "All cells" } });
  const [requested, setRequested] = useState("cycles");
  const [query, setQuery] = useState<LinkQuery>({ metric: "dischargeCapacityAh", cycle: 100 });
  const [days, setDays] = useState(USUAL_EXPIRY);
  const [label, setLabel] = useState("");
  const create = useMutation(trpc.grants.create.mutationOptions());

  const { kind, cell, grouping } = chosen;
  // What was chosen of a cell there may not be of a grouping.
  const read = GRANTED_READS[kind].find((one) => one === requested) ?? "cycles";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const resource = kind === "cell" ? { kind, name: cell } : { kind, id: grouping.id };
    const given = { resource, reads: [read], expiresAt: expiryAfter(days), label: label.trim() || null };
    const made = await create.mutateAsync({ labSlug, given }).catch(() => null); // shown below
    const url = made?.urls[read];
    if (url === undefined) return;
    const name = kind === "cell" ? cell : grouping.name;
    onMade({ name, kind, read, address: linkAddress(url, kind, read, query) });
    await reread.onSuccess();
  };
  return (
    <section className={classes.section}>
      <h2>Make a link to a table</h2>
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <ResourceFields labSlug={labSlug} chosen={chosen} onChoose={setChosen} />
        <NativeSelect
          label="Table"
          value={read}
          data={GRANTED_READS[kind].map((one) => ({ value: one, label: READ_LABELS[kind][one] ?? one }))}
          onChange={({ currentTarget }) => setRequested(currentTarget.value)}
        />
        <LinkQueryFields kind={kind} read={read} query={query} onChange={setQuery} />
        <ExpiryField days={days} onChange={setDays} />
        <TextInput
          label="For"
          description="Whom or what it is for, so that you know which to revoke"
          value={label}
          maxLength={128}
          onChange={({ currentTarget }) => setLabel(currentTarget.value)}
          autoComplete="off"
        />
        <Refusal error={create.error} />
        <Button type="submit" loading={create.isPending}>
          Make link
        </Button>
      </form>
    </section>
  );
}
