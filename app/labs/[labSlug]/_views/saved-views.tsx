"use client";

import { Button, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { useTRPC } from "@/app/_trpc/trpc";
import { may, type Role } from "@/server/domain/labs/permissions";
import { SavedViewRow } from "./saved-view-row";
import classes from "./views.module.css";
import { useViewVerbs } from "./use-view-verbs";

/** The page whose view may be saved; its query is read from the address. */
export type PageToSave = { page: "groups" | "compare"; cell: null } | { page: "cell"; cell: string };

type SavedViewsProps = { labSlug: string; role: Role; shown: PageToSave; onGo: () => void };

/** Views by name, to come back to; members also save, rename and remove them. */
export function SavedViews({ labSlug, role, shown, onGo }: SavedViewsProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.views.list.queryOptions({ labSlug }, { staleTime: 0 }));
  const { said, save, rename, remove } = useViewVerbs(labSlug);
  const [name, setName] = useState("");
  const mayChange = may(role, "saveViews");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isSaved = await save({ name, ...shown, query: window.location.search.slice(1) });
    if (isSaved) setName("");
  };
  const views = query.data?.views;
  return (
    <Stack gap="sm">
      {mayChange && (
        <form className={classes.form} onSubmit={(event) => void submit(event)}>
          <TextInput
            className={classes.name}
            label="Name for what the page shows now"
            value={name}
            required
            withAsterisk={false}
            maxLength={128}
            autoComplete="off"
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button type="submit">Save view</Button>
        </form>
      )}
      <p role="status" className={classes.said} data-tone={said?.isFailure ? "bad" : undefined}>
        {said?.text}
      </p>
      {!views && <AnswerState query={query} skeleton={<TableSkeleton rows={3} />} />}
      {views?.length === 0 && <p className={classes.hint}>None yet. Saved views are found here and by ⌘K or Ctrl K.</p>}
      {views && views.length > 0 && (
        <ul className={classes.list} aria-label="Saved views">
          {views.map((view) => (
            <SavedViewRow
              key={view.name}
              labSlug={labSlug}
              view={view}
              mayChange={mayChange}
              onGo={onGo}
              onRename={(newName) => rename(view.name, newName)}
              onRemove={() => remove(view)}
            />
          ))}
        </ul>
      )}
    </Stack>
  );
}
