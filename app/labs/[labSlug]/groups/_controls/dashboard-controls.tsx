"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { memo } from "react";
import { Dialog } from "@/app/_components/dialog";
import { Icon } from "@/app/_components/icons";
import { METRICS } from "@/server/domain/cycles/metrics";
import { viewOfGroups } from "../../_share/prepare-share";
import { ShareButton } from "../../_share/share-button";
import { useGroupKeys } from "../../_share/use-group-keys";
import { ViewsButton } from "../../_views/views-button";
import { ControlFields } from "./control-fields";
import type { ControlsProps } from "./controls";
import classes from "./dashboard-controls.module.css";
import { filterSummary } from "./prepare-summaries";

/** What is shown, in reading order: one line on a desk, one sheet behind a button on a phone. */
export const DashboardControls = memo(function DashboardControls(props: ControlsProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const { where } = props.state;
  const filter = [where ?? "", filterSummary(props.state)].filter((words) => words !== "").join(" · ");
  return (
    <>
      <div className={classes.line}>
        <ControlFields {...props} />
        <div className={classes.buttons}>
          <ViewActions {...props} />
        </div>
      </div>
      <div className={classes.folded}>
        <p className={classes.summary}>
          <span className={classes.metric}>{METRICS[props.metric].label}</span>
          <span className={classes.grouping}>
            {props.split ? `by ${props.split.name}` : ""}
            {filter === "" ? "" : ` · ${filter}`}
          </span>
        </p>
        <div className={classes.buttons}>
          <ViewActions {...props} />
          <Button variant="default" leftSection={<Icon name="sliders" />} onClick={open}>
            Change
          </Button>
        </div>
      </div>
      <Dialog isOpen={isOpen} onClose={close} title="What is shown" place="sheet">
        <div className={classes.sheet}>
          <ControlFields {...props} isInSheet />
          <Button onClick={close}>Show</Button>
        </div>
      </Dialog>
    </>
  );
});

const OF_GROUPS = { page: "groups", cell: null } as const;

function ViewActions({ labSlug, role, split, metric, state }: ControlsProps) {
  const keysOf = useGroupKeys(labSlug);
  const view = () => {
    const shown = split && { split, metric, state };
    const keys = shown && keysOf(shown);
    return keys && viewOfGroups(shown, keys);
  };
  return (
    <>
      <ViewsButton labSlug={labSlug} role={role} shown={OF_GROUPS} isIcon />
      <ShareButton labSlug={labSlug} role={role} view={view} isIcon />
    </>
  );
}
