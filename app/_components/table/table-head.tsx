"use client";

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import { textScale } from "../browser/text-scale";
import classes from "./table.module.css";
import { clampWidth, type TableOrder } from "./table-view";

type HeadProps = {
  head: string;
  /** Beside the head: what it means. */
  hint?: ReactNode;
  isNumber: boolean;
  /** Of the table; undefined where the column orders nothing. */
  order: TableOrder | null | undefined;
  columnKey: string;
  /** How wide it was made; null: nobody did. */
  widthPx: number | null;
  onOrder: () => void;
  /** null: as wide as it needs to be. */
  onWidth: (px: number | null) => void;
};

const KEY_STEPS_PX: Readonly<Record<string, number>> = { ArrowLeft: -16, ArrowRight: 16 };

/** What a head holds, in a table as in a sheet: its name, which orders by it, and the edge that makes it wider. */
export function TableHead(props: HeadProps) {
  const { head, hint, isNumber, order, columnKey, widthPx, onOrder, onWidth } = props;
  const box = useRef<HTMLSpanElement>(null);
  const isOrdered = order?.key === columnKey;
  const widen = (event: KeyboardEvent) => {
    const by = KEY_STEPS_PX[event.key];
    if (!event.altKey || by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onWidth(clampWidth((widthPx ?? widthOf(box.current)) + by));
  };
  return (
    <span ref={box} className={classes.head} data-number={isNumber || undefined}>
      {order === undefined ? (
        <span className={classes.name}>{head}</span>
      ) : (
        <button
          type="button"
          className={classes.order}
          title={`Order by ${head}. Alt with ← → makes it narrower and wider.`}
          onClick={onOrder}
          onKeyDown={widen}
        >
          <span className={classes.name}>{head}</span>
          <span aria-hidden="true" className={classes.arrow}>
            {isOrdered ? (order.isFalling ? "↓" : "↑") : ""}
          </span>
        </button>
      )}
      {hint}
      <Edge widthNow={() => widthOf(box.current)} onWidth={onWidth} />
    </span>
  );
}

/** Of the column, at the usual size of text. */
const widthOf = (box: HTMLElement | null) => (box?.parentElement?.getBoundingClientRect().width ?? 0) / textScale();

/** Dragged with the pointer; a double click lets the column be as wide as it needs to be. */
function Edge({ widthNow, onWidth }: { widthNow: () => number; onWidth: (px: number | null) => void }) {
  const start = useRef<{ x: number; px: number } | null>(null);
  const follow = (event: PointerEvent) => {
    const from = start.current;
    if (from) onWidth(clampWidth(from.px + (event.clientX - from.x) / textScale()));
  };
  return (
    <span
      aria-hidden="true"
      className={classes.edge}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, px: widthNow() };
      }}
      onPointerMove={follow}
      onPointerUp={() => {
        start.current = null;
      }}
      onDoubleClick={() => onWidth(null)}
    />
  );
}
