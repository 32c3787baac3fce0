"use client";

import { Button, FileButton } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { Icon } from "@/app/_components/icons";
import classes from "./drop-zone.module.css";

type DropZoneProps = {
  /** Once there are files, it takes less room. */
  isSmall: boolean;
  onFiles: (files: readonly File[]) => void;
};

/** Where files are dropped: here, and anywhere else on the page. */
export function DropZone({ isSmall, onFiles }: DropZoneProps) {
  const isOver = useFilesDropped(onFiles);
  return (
    <section
      className={classes.zone}
      data-small={isSmall || undefined}
      data-over={isOver || undefined}
      aria-label="Files"
    >
      <Icon name="import" size={isSmall ? 20 : 28} />
      <p className={classes.call}>{isOver ? "Let go to read them" : "Drop cyclers' files here, as many as you like"}</p>
      <FileButton multiple onChange={onFiles}>
        {(props) => (
          <Button {...props} variant={isSmall ? "default" : "filled"}>
            Choose files
          </Button>
        )}
      </FileButton>
      {!isSmall && (
        <p className={classes.hint}>
          Neware, Maccor, Arbin, BioLogic, Basytec, Novonix, Landt, PEC, Digatron and the Battery Data Format, also in
          ZIP and gzip; any other table once you name its columns. Nothing is stored before you have seen it.
        </p>
      )}
    </section>
  );
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;

/** Listens on the whole page, so that a file that misses the zone does not open in its place. */
function useFilesDropped(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const onDrag = useEffectEvent((event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setIsOver(true);
  });
  const onLeave = useEffectEvent((event: DragEvent) => {
    if (event.relatedTarget === null) setIsOver(false); // it left the window, not only a part of the page
  });
  const onDrop = useEffectEvent((event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setIsOver(false);
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
  useEffect(() => {
    const drag = (event: DragEvent) => onDrag(event);
    const leave = (event: DragEvent) => onLeave(event);
    const drop = (event: DragEvent) => onDrop(event);
    window.addEventListener("dragover", drag);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", drag);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, []);
  return isOver;
}
