import { Button } from "@mantine/core";
import classes from "../settings.module.css";

/** Everything that the lab has measured, to keep or to leave with. */
export function ExportLab({ labSlug }: { labSlug: string }) {
  return (
    <section className={classes.section}>
      <h2>Export this lab</h2>
      <p>
        One ZIP archive with the samples of every cell in the Battery Data Format, the cycles as CSV, and settings,
        metadata, groupings, exclusions and imports as JSON. No accounts and no keys. It is made while it is sent.
      </p>
      <Button component="a" variant="default" href={`/api/labs/${labSlug}/export`} download>
        Export this lab
      </Button>
    </section>
  );
}
