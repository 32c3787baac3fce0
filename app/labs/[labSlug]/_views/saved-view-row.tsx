"use client";

import { Button, TextInput } from "@mantine/core";
import { Link } from "@/app/_components/link";
import { type FormEvent, useState } from "react";
import type { ViewToSave } from "./use-view-verbs";
import { savedViewPath } from "./saved-view-path";
import classes from "./views.module.css";

const PAGE_WORDS = { groups: "groups", cell: "cell", compare: "comparison" } as const;

type SavedViewRowProps = {
  labSlug: string;
  view: ViewToSave;
  mayChange: boolean;
  onGo: () => void;
  onRename: (newName: string) => Promise<boolean>;
  onRemove: () => Promise<boolean>;
};

/** One saved view: the way to it, and for members another name or none. */
export function SavedViewRow({ labSlug, view, mayChange, onGo, onRename, onRemove }: SavedViewRowProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (draft !== null && (await onRename(draft))) setDraft(null);
  };
  if (draft !== null) {
    return (
      <li>
        <form className={classes.form} onSubmit={(event) => void submit(event)}>
          <TextInput
            className={classes.name}
            aria-label={`New name of ${view.name}`}
            value={draft}
            required
            maxLength={128}
            data-autofocus
            onChange={({ currentTarget }) => setDraft(currentTarget.value)}
          />
          <Button type="submit">Rename</Button>
          <Button variant="default" onClick={() => setDraft(null)}>
            Cancel
          </Button>
        </form>
      </li>
    );
  }
  return (
    <li className={classes.row}>
      <Link href={savedViewPath(labSlug, view)} prefetch={false} onClick={onGo} className={classes.name}>
        <bdi>{view.name}</bdi>
      </Link>
      <span className={classes.hint}>{view.cell ?? PAGE_WORDS[view.page]}</span>
      {mayChange && (
        <>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`Rename ${view.name}`}
            onClick={() => setDraft(view.name)}
          >
            Rename
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`Remove ${view.name}`}
            onClick={() => void onRemove()}
          >
            Remove
          </Button>
        </>
      )}
    </li>
  );
}
