"use client";

import { ActionIcon } from "@mantine/core";
import dynamic from "next/dynamic";
import { Dialog } from "@/app/_components/dialog";
import { Icon } from "@/app/_components/icons";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import classes from "./key-help.module.css";

// For whoever opens it.
const KeyList = dynamic(() => import("./key-list").then((loaded) => loaded.KeyList), { ssr: false });

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
