"use client";

import { ActionIcon, Popover } from "@mantine/core";
import { useDisclosure, useWindowEvent } from "@mantine/hooks";
import { Icon } from "@/app/_components/icons";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import classes from "./formula-hint.module.css";

/** The definition of a metric behind an ⓘ. */
export function FormulaHint({ name }: { name: MetricName }) {
  const metric = METRICS[name];
  const [isOpen, { toggle, close }] = useDisclosure(false);
  // Wherever the focus is: it covers what lies below.
  useWindowEvent("keydown", ({ key }) => {
    if (key === "Escape") close();
  });
  return (
    <Popover
      opened={isOpen}
      onChange={(opened) => !opened && close()}
      width={320}
      position="bottom-start"
      shadow="md"
      withArrow
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          onClick={toggle}
          aria-label={`How ${metric.label.toLowerCase()} is defined`}
        >
          <Icon name="info" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.name}>
          {metric.label}, {metric.unit}
        </p>
        <p>{metric.formula}</p>
        <p>
          <a href={`/docs/numbers#${name}`} target="_blank" rel="noreferrer">
            Guide to the numbers
          </a>
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
