"use client";

import { Kbd, UnstyledButton } from "@mantine/core";
import { useDisclosure, useOs } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Icon } from "@/app/_components/icons";
import type { Role } from "@/server/domain/labs/permissions";
import classes from "./header-tools.module.css";
import { KeyHelp } from "./key-help";
import type { LabSummary } from "../lab-summary";

/** Loaded when it is first asked for: no page waits for it. */
const CommandPalette = dynamic(() => import("../_palette/command-palette").then((loaded) => loaded.CommandPalette), {
  ssr: false,
});

type HeaderToolsProps = { lab: LabSummary & { role: Role }; labs: readonly LabSummary[] };

/** The way to everything by its name, and the list of keys. */
export function HeaderTools({ lab, labs }: HeaderToolsProps) {
  const [requested, setRequested] = useState(0);
  const [isHelpOpen, help] = useDisclosure(false);
  const isMac = useOs() === "macos";
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      // A dialog keeps its keys.
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      setRequested((count) => count + 1);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <UnstyledButton
        className={classes.search}
        aria-label="Find anything"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setRequested((count) => count + 1)}
      >
        <Icon name="search" />
        <span className={classes.word}>Find</span>
        <Kbd className={classes.keys} size="xs">
          {isMac ? "⌘K" : "Ctrl K"}
        </Kbd>
      </UnstyledButton>
      {requested > 0 && <CommandPalette lab={lab} labs={labs} requested={requested} onKeys={help.open} />}
      <KeyHelp isOpen={isHelpOpen} onOpen={help.open} onClose={help.close} />
    </>
  );
}
