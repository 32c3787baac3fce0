"use client";

import { ActionIcon } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import dynamic from "next/dynamic";
import type { ReactNode, RefObject } from "react";
import { Icon } from "@/app/_components/icons";
import classes from "./chart-export.module.css";
import type { ChartPicture } from "./chart-picture";

// Asked for by few: no page waits for it.
const ExportDialog = dynamic(() => import("./export-dialog").then((loaded) => loaded.ExportDialog), { ssr: false });

type ExportButtonProps = {
  className?: string | undefined;
  picture: ChartPicture;
  /** The chart once more, for a figure of another size. */
  chart?: ReactNode;
  /** What all pictures are made of, where the page shows a sketch. */
  figure?: ReactNode;
  /** The chart as it stands on the page. */
  shown: RefObject<Element | null>;
};

/** Opens what a chart leaves the page as. */
export function ExportButton({ className = classes.button, picture, chart, figure, shown }: ExportButtonProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionIcon
        className={className}
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={`Export ${picture.title}`}
        title="Picture, table, link"
        onClick={open}
      >
        <Icon name="export" />
      </ActionIcon>
      {isOpen && (
        <ExportDialog picture={picture} shown={shown} isSketch={figure !== undefined} onClose={close}>
          {figure ?? chart}
        </ExportDialog>
      )}
    </>
  );
}
