"use client";

import { ActionIcon } from "@mantine/core";
import { useFullscreenElement } from "@mantine/hooks";
import type { ReactNode } from "react";
import { Icon } from "@/app/_components/icons";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import classes from "./groups-panel.module.css";

/** Chart and legend side by side; `v` gives them the whole screen. */
export function PanelFrame({ chart, legend }: { chart: ReactNode; legend: ReactNode }) {
  const { ref, toggle, fullscreen } = useFullscreenElement<HTMLDivElement>();
  useShortcut("v", () => void toggle());
  return (
    <div className={classes.panel} ref={ref} data-full={fullscreen || undefined}>
      <div className={classes.chart}>
        <ActionIcon
          className={classes.full}
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={fullscreen ? "Leave full screen" : "Full screen"}
          title="Full screen (v)"
          onClick={() => void toggle()}
        >
          <Icon name={fullscreen ? "shrink" : "expand"} />
        </ActionIcon>
        {chart}
      </div>
      {legend}
    </div>
  );
}
