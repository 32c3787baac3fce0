"use client";

import { Button } from "@mantine/core";
import { Link } from "@/app/_components/link";
import { decimalsFor, formatFixed, formatMoment } from "@/app/_charts/frame/prepare-numbers";
import { fittingUnit } from "@/app/_charts/frame/prepare-unit";
import { cellHref } from "@/app/_components/cell-href";
import { Icon } from "@/app/_components/icons";
import { useIsShared } from "@/app/_components/use-is-shared";
import { useTick } from "@/app/_components/browser/use-tick";
import type { CellHead, LatestSample } from "@/server/domain/cells/cell-page";
import type { Role } from "@/server/domain/labs/permissions";
import { lastSampleText } from "../../_sheet/prepare-last-sample";
import { compareHref } from "../../../compare/compare-state";
import { viewOfCell } from "../../../_share/prepare-share";
import { ShareButton } from "../../../_share/share-button";
import { ViewsButton } from "../../../_views/views-button";
import { CellStateMark } from "../../../cell-state-mark";
import { readCellPageState } from "../cell-page-state";
import classes from "./cell-header.module.css";

type CellHeaderProps = {
  labSlug: string;
  role: Role;
  head: CellHead;
  timeZone: string;
  serverNowMs: number;
  onEdit: () => void;
};

/** Name, state and latest values, and the way to the cells beside it. */
export function CellHeader({ labSlug, role, head, timeZone, serverNowMs, onEdit }: CellHeaderProps) {
  const { cell, latest, previous, next } = head;
  const isShared = useIsShared();
  return (
    <header className={classes.header}>
      <div className={classes.identity}>
        <h1 className={classes.name}>
          <bdi>{cell.name}</bdi>
        </h1>
        <p className={classes.state}>
          <CellStateMark state={cell.status} />
          <Age head={head} timeZone={timeZone} serverNowMs={serverNowMs} />
        </p>
      </div>
      {latest && <Values latest={latest} timeZone={timeZone} />}
      {!isShared && (
        <nav className={classes.ways} aria-label="Previous and next cell">
          <Neighbour labSlug={labSlug} cell={previous} side="left" />
          <Neighbour labSlug={labSlug} cell={next} side="right" />
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Icon name="compare" size={14} />}
            component={Link}
            href={compareHref(labSlug, [{ kind: "cell", cell: cell.name }])}
          >
            Compare
          </Button>
          <Button variant="default" size="compact-sm" leftSection={<Icon name="sliders" size={14} />} onClick={onEdit}>
            Settings
          </Button>
          <ViewsButton labSlug={labSlug} role={role} shown={{ page: "cell", cell: cell.name }} />
          <ShareButton labSlug={labSlug} role={role} view={() => viewOfCell(cell.name, stateOfAddress())} />
        </nav>
      )}
    </header>
  );
}

const stateOfAddress = () => readCellPageState(new URLSearchParams(window.location.search));

const TICK_MS = 1_000;

/** It ticks by itself; nothing else of the page is drawn for that. */
function Age({ head: { cell }, timeZone, serverNowMs }: Pick<CellHeaderProps, "head" | "timeZone" | "serverNowMs">) {
  useTick(TICK_MS);
  const nowMs = typeof window === "undefined" ? serverNowMs : Date.now();
  const last = lastSampleText(cell, nowMs, timeZone);
  if (!last) return null;
  return (
    <span className={classes.age} title={last.title} suppressHydrationWarning>
      {last.text}
    </span>
  );
}

const DIGITS = 4;

function Values({ latest, timeZone }: { latest: LatestSample; timeZone: string }) {
  const { voltageV, currentA, temperatureC, cycle, test } = latest;
  const current = fittingUnit("A", currentA ?? 0);
  const values = [
    { name: "Voltage", value: textOf(voltageV), unit: "V" },
    { name: "Current", value: textOf(currentA === null ? null : currentA * current.scale), unit: current.unit },
    ...(temperatureC === null ? [] : [{ name: "Temperature", value: formatFixed(temperatureC, 1), unit: "°C" }]),
    { name: "Cycle", value: cycle === null ? "–" : String(cycle), unit: "" },
    ...(test === "" ? [] : [{ name: "Test", value: test, unit: "" }]),
  ];
  return (
    <dl className={classes.values} title={`Last sample, taken ${formatMoment(latest.atMs, timeZone)}`}>
      {values.map(({ name, value, unit }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {unit && <span className={classes.unit}> {unit}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const textOf = (value: number | null) => formatFixed(value, decimalsFor(value ?? 0, DIGITS));

type NeighbourProps = { labSlug: string; cell: string | null; side: "left" | "right" };

function Neighbour({ labSlug, cell, side }: NeighbourProps) {
  if (cell === null) return null;
  const word = side === "left" ? "Previous cell" : "Next cell";
  return (
    <Link
      className={classes.neighbour}
      href={cellHref(labSlug, cell)}
      title={`${word}: ${cell}`}
      aria-label={`${word}, ${cell}`}
    >
      {side === "left" && <Icon name="left" size={12} />}
      <bdi>{cell}</bdi>
      {side === "right" && <Icon name="right" size={12} />}
    </Link>
  );
}
