"use client";

import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc";
import classes from "../settings.module.css";
import type { AuditFilter } from "./use-audit-filter";

type AuditFiltersProps = { labSlug: string; filter: AuditFilter; onChange: (part: Partial<AuditFilter>) => void };

export function AuditFilters({ labSlug, filter, onChange }: AuditFiltersProps) {
  const trpc = useTRPC();
  const choices = useQuery(trpc.audit.choices.queryOptions({ labSlug }));
  const [text, setText] = useState(filter.text); // typed faster than the URL follows
  const actors = choices.data?.actors.map(({ actor, name }) => ({ value: actor, label: name })) ?? [];
  const actions = choices.data?.actions ?? [];
  return (
    <search className={classes.row} aria-label="Filter">
      <NativeSelect
        className={classes.filter}
        label="Who"
        value={filter.actor}
        data={[{ value: "", label: "Everybody" }, ...actors]}
        onChange={({ currentTarget }) => onChange({ actor: currentTarget.value })}
      />
      <NativeSelect
        className={classes.filter}
        label="What"
        value={filter.action}
        data={[{ value: "", label: "Everything" }, ...actions]}
        onChange={({ currentTarget }) => onChange({ action: currentTarget.value })}
      />
      <TextInput
        className={classes.filter}
        label="Of"
        placeholder="Part of a name"
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          onChange({ text: currentTarget.value });
        }}
      />
    </search>
  );
}
