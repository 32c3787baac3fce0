"use client";

import { ActionIcon } from "@mantine/core";
import dynamic from "next/dynamic";
import { Dialog } from "@/app/_components/dialog";
import { Icon } from "@/app/_components/icons";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import classes from "./key-help.module.css";

const KEYS = [
  { keys: ["Ctrl K", "⌘K"], does: "Find anything" },
  { keys: ["/"], does: "Search the list of the page" },
  { keys: ["g", "o"], does: "Go to the overview" },
  { keys: ["g", "g"], does: "Go to the groups" },
  { keys: ["g", "c"], does: "Go to the cells" },
  { keys: ["g", "i"], does: "Go to the import of files" },
  { keys: ["←", "→"], does: "Cycle before, cycle after" },
  { keys: ["↑", "↓"], does: "Look at the cell above, the cell below" },
  { keys: ["e"], does: "Exclude the cell that is looked at" },
  { keys: ["f"], does: "Filter the cells and cycles of the groups" },
  { keys: ["v"], does: "Chart on the whole screen" },
  { keys: ["."], does: "Pause and resume live changes" },
  { keys: ["?"], does: "This list" },
] as const;

type KeyHelpProps = { isOpen: boolean; onOpen: () => void; onClose: () => void };

/** The list of keyboard shortcuts. */
export function KeyHelp({ isOpen, onOpen, onClose }: KeyHelpProps) {
  useShortcut("?", onOpen);
  return (
    <>
      <ActionIcon className={classes.button} variant="subtle" color="gray" size="lg" aria-label="Keys" onClick={onOpen}>
        <Icon name="keyboard" />
      </ActionIcon>
      <Dialog isOpen={isOpen} onClose={onClose} title="Keys" place="middle">
        <KeyList />
      </Dialog>
    </>
  );
}
