"use client";

import { Modal, useMantineColorScheme } from "@mantine/core";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { mayLeave } from "@/app/_components/browser/ask-before-leaving";
import { Icon } from "@/app/_components/icons";
import { useLive } from "@/app/_trpc/live-provider";
import { useTRPC } from "@/app/_trpc/trpc";
import type { Role } from "@/server/domain/labs/permissions";
import type { LabSummary } from "../lab-summary";
import classes from "./command-palette.module.css";
import { type Command, findCommands, prepareCommands } from "./prepare-commands";
import { choosable } from "../groups/dashboard-state";

const [store, palette] = createSpotlight();
/** What scrolls is reached by keys; the list hands these on to the box that it scrolls in. */
const SCROLLED = { viewportProps: { tabIndex: 0, role: "group", "aria-label": "Found" } };
const CELLS_STALE_MS = 30_000;

type CommandPaletteProps = {
  lab: LabSummary & { role: Role };
  labs: readonly LabSummary[];
  /** How often it was asked for: each time it opens. */
  requested: number;
  onKeys: () => void;
};

/** Finds everything that may be gone to or done, by any of its words. */
export function CommandPalette({ lab, labs, requested, onKeys }: CommandPaletteProps) {
  const [query, setQuery] = useState("");
  const known = useKnown(lab.slug);
  const groups = useMemo(
    () => prepareCommands({ labSlug: lab.slug, role: lab.role, labs, ...known }),
    [lab, labs, known],
  );
  const run = useRun(onKeys);
  useEffect(() => {
    if (requested > 0) palette.open();
  }, [requested]);
  const found = findCommands(query, groups);
  useFirstSelected(found.flatMap(({ commands }) => commands.map(({ id }) => id)).join("\n"));
  return (
    <Spotlight.Root
      store={store}
      // The header hears the keys, also before this is loaded.
      shortcut={null}
      // It would write a style that the policy of the page refuses; what is behind it is dimmed and may scroll.
      lockScroll={false}
      overlayProps={{ blur: 0 }}
      query={query}
      onQueryChange={setQuery}
      scrollable
      maxHeight={420}
    >
      <Modal.Title className={classes.unseen}>Find anything</Modal.Title>
      <Spotlight.Search
        aria-label="Find a page, a cell or an action"
        placeholder="Find a page, a cell or an action"
        leftSection={<Icon name="search" />}
      />
      {found.length === 0 && <Spotlight.Empty>Nothing has these words</Spotlight.Empty>}
      {found.length > 0 && (
        <Spotlight.ActionsList {...SCROLLED}>
          {found.map(({ title, commands }) => (
            <Spotlight.ActionsGroup key={title} label={title}>
              {commands.map((command) => (
                <Spotlight.Action key={command.id} label={command.label} onClick={() => run(command)} />
              ))}
            </Spotlight.ActionsGroup>
          ))}
        </Spotlight.ActionsList>
      )}
    </Spotlight.Root>
  );
}

/** Enter takes the first of what is found, also where it was found after the last letter was typed. */
function useFirstSelected(found: string): void {
  useEffect(() => {
    if (found === "") return;
    const list = document.getElementById(store.getState().listId);
    for (const selected of list?.querySelectorAll("[data-selected]") ?? []) selected.removeAttribute("data-selected");
    list?.querySelector("[data-action]")?.setAttribute("data-selected", "true");
    store.updateState((state) => ({ ...state, selected: 0 }));
  }, [found]);
}

function useKnown(labSlug: string) {
  const trpc = useTRPC();
  const groupings = useQuery(trpc.groupings.list.queryOptions({ labSlug }));
  const overview = useQuery(trpc.overview.cells.queryOptions({ labSlug }, { staleTime: CELLS_STALE_MS }));
  const views = useQuery(trpc.views.list.queryOptions({ labSlug }));
  return useMemo(
    () => ({
      groupings: groupings.data ? choosable(groupings.data) : [],
      cells: overview.data?.cells ?? [],
      views: views.data?.views ?? [],
    }),
    [groupings.data, overview.data, views.data],
  );
}

function useRun(onKeys: () => void) {
  const router = useRouter();
  const { pausedStore } = useLive();
  const { setColorScheme } = useMantineColorScheme();
  return ({ does }: Command) => {
    if (does.kind === "go" && mayLeave()) router.push(does.path);
    if (does.kind === "scheme") setColorScheme(does.scheme);
    if (does.kind === "pause") pausedStore.set(!pausedStore.get());
    if (does.kind === "keys") onKeys();
  };
}
