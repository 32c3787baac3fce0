"use client";

import { useMantineColorScheme } from "@mantine/core";
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { mayLeave } from "@/app/_components/ask-before-leaving";
import { Icon } from "@/app/_components/icons";
import { useLive } from "@/app/_trpc/live-provider";
import { useTRPC } from "@/app/_trpc/trpc";
import type { Role } from "@/server/domain/labs/permissions";
import type { LabSummary } from "../lab-summary";
import { type Command, findCommands, prepareCommands } from "./prepare-commands";
import { choosable } from "../groups/dashboard-state";

const [store, palette] = createSpotlight();
const CELLS_STALE_MS = 30_000;

type CommandPaletteProps = {
  lab: LabSummary & { role: Role };
  labs: readonly LabSummary[];
  /** How often it was asked for: each time it opens. */
  asked: number;
  onKeys: () => void;
};

/** Finds everything that may be gone to or done, by any of its words. */
export function CommandPalette({ lab, labs, asked, onKeys }: CommandPaletteProps) {
  const [query, setQuery] = useState("");
  const known = useKnown(lab.slug);
  const groups = useMemo(
    () => prepareCommands({ labSlug: lab.slug, role: lab.role, labs, ...known }),
    [lab, labs, known],
  );
  const run = useRun(onKeys);
  useEffect(() => {
    if (asked > 0) palette.open();
  }, [asked]);
  const actions = findCommands(query, groups).map(
    ({ title, commands }): SpotlightActionGroupData => ({
      group: title,
      actions: commands.map((command) => ({ id: command.id, label: command.label, onClick: () => run(command) })),
    }),
  );
  return (
    <Spotlight
      store={store}
      // The header hears the keys, also before this is loaded.
      shortcut={null}
      // It would write a style that the policy of the page refuses; what is behind it is dimmed and may scroll.
      lockScroll={false}
      overlayProps={{ blur: 0 }}
      actions={actions}
      filter={(_, found) => found}
      query={query}
      onQueryChange={setQuery}
      nothingFound="Nothing has these words"
      scrollable
      maxHeight="min(26rem, 70dvh)"
      searchProps={{
        "aria-label": "Find a page, a cell or an action",
        placeholder: "Find a page, a cell or an action",
        leftSection: <Icon name="search" />,
      }}
    />
  );
}

function useKnown(labSlug: string) {
  const trpc = useTRPC();
  const groupings = useQuery(trpc.groupings.list.queryOptions({ labSlug }));
  const overview = useQuery(trpc.overview.cells.queryOptions({ labSlug }, { staleTime: CELLS_STALE_MS }));
  return useMemo(
    () => ({
      groupings: groupings.data ? choosable(groupings.data) : [],
      cells: overview.data?.cells ?? [],
    }),
    [groupings.data, overview.data],
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
