"use client";

import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { decimalsFor, formatFixed, formatSigned } from "@/app/_charts/frame/prepare-numbers";
import { fittingUnit } from "@/app/_charts/frame/prepare-unit";
import classes from "./history.module.css";
import { countOf } from "../_files/prepare-words";

type Counter = {
  test: string;
  cycle: number;
  quantity: string;
  vendor: number;
  ours: number;
  relativeDifference: number;
};

const QUANTITIES: Record<string, { label: string; unit: string }> = {
  chargeCapacity: { label: "Charge capacity", unit: "Ah" },
  dischargeCapacity: { label: "Discharge capacity", unit: "Ah" },
  chargeEnergy: { label: "Charge energy", unit: "Wh" },
  dischargeEnergy: { label: "Discharge energy", unit: "Wh" },
};
const SIGNIFICANT_DIGITS = 5;
const WORTH_A_WARNING = 0.01;
const MAX_ROWS = 500;

/** The cycler's own counters next to the values computed from its samples, cycle by cycle. */
export function CounterTable({ counters }: { counters: readonly Counter[] }) {
  const quantities = [...new Set(counters.map(({ quantity }) => quantity))];
  const [chosen, setChosen] = useState(quantities.includes("dischargeCapacity") ? "dischargeCapacity" : quantities[0]);
  const rows = counters.filter(({ quantity }) => quantity === chosen);
  const largest = Math.max(0, ...rows.slice(0, MAX_ROWS).map(({ vendor, ours }) => Math.max(vendor, ours)));
  const { unit, scale } = fittingUnit(QUANTITIES[chosen ?? ""]?.unit ?? "", largest);
  const hasTests = rows.some(({ test }) => test !== "");
  return (
    <section className={classes.part}>
      <h4>Beside the cycler's own counters</h4>
      <NativeSelect
        aria-label="Counter"
        maw={220}
        size="xs"
        value={chosen ?? ""}
        data={quantities.map((value) => ({ value, label: QUANTITIES[value]?.label ?? value }))}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={classes.box} tabIndex={0} aria-label="Counters by cycle">
        <table className={classes.counters}>
          <thead>
            <tr>
              <th scope="col">Cycle</th>
              {hasTests && <th scope="col">Test</th>}
              <th scope="col">Cycler / {unit}</th>
              <th scope="col">Ours / {unit}</th>
              <th scope="col">Difference / %</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MAX_ROWS).map(({ test, cycle, vendor, ours, relativeDifference }) => (
              <tr key={`${test} ${cycle}`} data-differs={Math.abs(relativeDifference) > WORTH_A_WARNING || undefined}>
                <td>{cycle}</td>
                {hasTests && <td>{test}</td>}
                <td>{digits(vendor * scale)}</td>
                <td>{digits(ours * scale)}</td>
                <td>{formatSigned(100 * relativeDifference, 3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > MAX_ROWS && (
        <p>
          The first {countOf(MAX_ROWS, "cycle")} of {rows.length.toLocaleString("en")}.
        </p>
      )}
    </section>
  );
}

const digits = (value: number) => formatFixed(value, decimalsFor(value, SIGNIFICANT_DIGITS));
