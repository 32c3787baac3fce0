"use client";

import { ActionIcon } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { type ReactNode, useRef } from "react";
import { Icon } from "@/app/_components/icons";
import classes from "./chart-export.module.css";
import type { ChartPicture } from "./chart-picture";
import { useIsFigure } from "./figure";

// Asked for by few: no page waits for it.
const ExportDialog = dynamic(() => import("./export-dialog").then((loaded) => loaded.ExportDialog), { ssr: false });

type ChartExportProps = { picture: ChartPicture; children: ReactNode };

/** A chart, with the button that makes a picture, a table or a link of it. */
export function ChartExport({ picture, children }: ChartExportProps) {
  const content = useRef<HTMLDivElement>(null);
  const [isOpen, { open, close }] = useDisclosure(false);
  const isFigure = useIsFigure();
  if (isFigure) return children;
  return (
    <div className={classes.host}>
      <div className={classes.content} ref={content}>
        {children}
      </div>
      <ActionIcon
        className={classes.open}
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={`Export ${picture.title}`}
        title={picture.isDrawn === false ? "Table, CSV, link" : "Picture, table, link"}
        onClick={open}
      >
        <Icon name="export" />
      </ActionIcon>
      {isOpen && (
        <ExportDialog picture={picture} shown={content} onClose={close}>
          {children}
        </ExportDialog>
      )}
    </div>
  );
}
