"use client";

import { ActionIcon, Popover } from "@mantine/core";
import { useDisclosure, useWindowEvent } from "@mantine/hooks";
import type { ReactNode } from "react";
import { Icon } from "@/app/_components/icons";
import { METRICS, type MetricName, UNCERTAINTY_LIMITS, uncertaintyOf } from "@/server/domain/cycles/metrics";
import type { GuideAnchor } from "@/server/domain/guide/numbers-guide";
import classes from "./guide-hint.module.css";

/** A word, and its entry of the guide. */
export function GuideLink({ to, children }: { to: GuideAnchor; children: ReactNode }) {
  return (
    <a href={`/docs/numbers#${to}`} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

/** In the head of a column that orders by its name: the way to its entry of the guide. */
export function DefinitionLink({ name, head }: { name: GuideAnchor; head: string }) {
  return (
    <GuideLink to={name}>
      <Icon name="info" size={12} />
      <span className={classes.unseen}>How {head} is defined</span>
    </GuideLink>
  );
}

type GuideHintProps = {
  /** Of the button, for those who do not see the ⓘ. */
  label: string;
  /** The entry of the guide. */
  to: GuideAnchor;
  /** In the head of a table or of a card. */
  isSmall?: boolean;
  children: ReactNode;
};

/** What a number is behind an ⓘ, and the way to its entry of the guide. */
export function GuideHint({ label, to, isSmall = false, children }: GuideHintProps) {
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
        <ActionIcon variant="subtle" color="gray" size={isSmall ? "sm" : "md"} onClick={toggle} aria-label={label}>
          <Icon name="info" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.text}>
        {children}
        <p>
          <GuideLink to={to}>Guide to the numbers</GuideLink>
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The definition of a metric behind an ⓘ, and what its uncertainty is not. */
export function FormulaHint({ name }: { name: MetricName }) {
  const metric = METRICS[name];
  return (
    <GuideHint label={`How ${metric.label.toLowerCase()} is defined`} to={name}>
      <p className={classes.name}>
        {metric.label}
        {metric.unit === "1" ? "" : `, ${metric.unit}`}
      </p>
      <p>{metric.formula}</p>
      <p>Source: {metric.source}.</p>
      {uncertaintyOf(name) !== null && <p>At most ± is {UNCERTAINTY_LIMITS}.</p>}
    </GuideHint>
  );
}

/** Beside the head of a column of uncertainties: what one is, and what it is not. */
export function UncertaintyHint({ isOfEfficiency }: { isOfEfficiency: boolean }) {
  return isOfEfficiency ? (
    <BoundHint to="coulombicEfficiencyUncertainty">
      The bounds of both capacities as shares of them, added up, times the efficiency. It is {UNCERTAINTY_LIMITS}.
    </BoundHint>
  ) : (
    <BoundHint to="uncertainty">
      {UNCERTAINTY_LIMITS.charAt(0).toUpperCase()}
      {UNCERTAINTY_LIMITS.slice(1)}. Grade A: up to 0.01 % of the capacity, B: 0.1 %, C: 1 %, else D.
    </BoundHint>
  );
}

function BoundHint({ to, children }: { to: GuideAnchor; children: ReactNode }) {
  return (
    <GuideHint label="What at most ± is, and what it is not" to={to} isSmall>
      <p className={classes.name}>At most ±</p>
      <p>{children}</p>
    </GuideHint>
  );
}
