"use client";

import { may, PERMISSIONS, type Role } from "@/server/domain/labs/permissions";
import { ImportDesk } from "./import-desk";
import { ImportHistory } from "./_history/import-history";
import classes from "./import-page.module.css";
import { KnownHeadings } from "./_mapping/known-headings";
import { SavedMappings } from "./_mapping/saved-mappings";

type ImportPageProps = { labSlug: string; role: Role; timeZone: string };

/** Imports cyclers' files, and lists earlier imports. */
export function ImportPage({ labSlug, role, timeZone }: ImportPageProps) {
  const mayImport = may(role, "imports");
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Import</h1>
      {mayImport ? (
        <>
          <ImportDesk labSlug={labSlug} labTimeZone={timeZone} />
          <SavedMappings labSlug={labSlug} timeZone={timeZone} />
        </>
      ) : (
        <p className={classes.dim}>
          Bringing files in needs the role “{PERMISSIONS.imports.from}”, and yours is “{role}”. What was imported stands
          below.
        </p>
      )}
      <KnownHeadings />
      <ImportHistory labSlug={labSlug} mayUndo={mayImport} timeZone={timeZone} />
    </div>
  );
}
