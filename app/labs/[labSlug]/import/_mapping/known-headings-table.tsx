"use client";

import { TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import classes from "../_files/file-card.module.css";
import page from "../import-page.module.css";
import { headingsWith, knownHeadings } from "./prepare-known-headings";

/** The names of columns that are known, with a search over them. */
export function KnownHeadingsTable() {
  const all = useMemo(knownHeadings, []);
  const [search, setSearch] = useState("");
  const shown = headingsWith(all, search);
  return (
    <>
      <p className={page.dim}>
        Case, spaces, underscores and a unit behind a name, as in “Voltage (V)” or “I/mA”, make no difference. A format
        is recognised by its own names; what fits none is read as a delimited table.
      </p>
      <TextInput
        label="Search in names, quantities and formats"
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={classes.box} tabIndex={0} aria-label="Known headings">
        <table className={`${classes.rows} ${page.headings}`}>
          <thead>
            <tr>
              <th scope="col">Format</th>
              <th scope="col">Quantity</th>
              <th scope="col">Names</th>
              <th scope="col">Unit where none is named</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ format, quantity, names, units }) => (
              <tr key={`${format} ${quantity}`}>
                <td>{format}</td>
                <td>{quantity}</td>
                <td>{names}</td>
                <td>{units ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p className={page.dim}>No name of a column has these words.</p>}
      </section>
    </>
  );
}
