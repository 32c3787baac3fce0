"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { TableSkeleton } from "@/app/_components/answer-state";
import classes from "../import-page.module.css";

const KnownHeadingsTable = dynamic(() => import("./known-headings-table").then((loaded) => loaded.KnownHeadingsTable), {
  ssr: false,
  loading: () => <TableSkeleton rows={4} />,
});

/** Which names of columns are known; loaded for whoever opens it, for the readers' words are many. */
export function KnownHeadings() {
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <details className={classes.details} onToggle={() => setWasOpened(true)}>
      <summary>Which headings are known</summary>
      <div className={classes.saved}>{wasOpened && <KnownHeadingsTable />}</div>
    </details>
  );
}
