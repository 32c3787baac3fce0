"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { memo } from "react";
import { Dialog } from "@/app/_components/dialog";
import { Icon } from "@/app/_components/icons";
import { METRICS } from "@/server/domain/cycles/metrics";
import { ControlFields, type ControlsProps } from "./control-fields";
import classes from "./dashboard-controls.module.css";

/** What is shown, in reading order: one line on a desk, one sheet behind a button on a phone. */
export const DashboardControls = memo(function DashboardControls(props: ControlsProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const grouping = props.groupings.find(({ id }) => id === props.groupingId);
  return (
    <>
      <div className={classes.line}>
        <ControlFields {...props} />
      </div>
      <div className={classes.folded}>
        <p className={classes.summary}>
          <span className={classes.metric}>{METRICS[props.metric].label}</span>
          <span className={classes.grouping}>{grouping ? `by ${grouping.name}` : ""}</span>
        </p>
        <Button variant="default" leftSection={<Icon name="sliders" />} onClick={open}>
          Change
        </Button>
      </div>
      <Dialog isOpen={isOpen} onClose={close} title="What is shown" place="sheet">
        <div className={classes.sheet}>
          <ControlFields {...props} />
          <Button onClick={close}>Show</Button>
        </div>
      </Dialog>
    </>
  );
});
