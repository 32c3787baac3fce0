"use client";

import { formatMoment } from "@/app/_charts/frame/prepare-numbers";
import classes from "../settings.module.css";
import { prepareDifference } from "./prepare-audit-difference";

type AuditEntry = {
  auditId: number;
  atMs: number;
  actor: string;
  actorName: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
};

export function AuditTable({ entries, timeZone }: { entries: readonly AuditEntry[]; timeZone: string }) {
  return (
    <div className={classes.box}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">When / {timeZone}</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Of</th>
            <th scope="col" className={classes.change}>
              Before → after
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.auditId} entry={entry} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AuditRow({ entry, timeZone }: { entry: AuditEntry; timeZone: string }) {
  const differences = prepareDifference(entry.before, entry.after);
  return (
    <tr>
      <td>
        <time dateTime={new Date(entry.atMs).toISOString()}>
          {formatMoment(entry.atMs, timeZone).replace(/ \(.*/, "")}
        </time>
      </td>
      <td data-label="Who" title={entry.actor}>
        <bdi>{entry.actorName}</bdi>
      </td>
      <td data-label="What">
        <code>{entry.action}</code>
      </td>
      <td data-label="Of" className={classes.name}>
        <bdi>{entry.subject}</bdi>
      </td>
      <td data-label="Before → after">
        {differences.length > 0 && (
          <ul className={classes.differences}>
            {differences.map(({ name, before, after }) => (
              <li key={name}>
                {name && <span className={classes.dim}>{name}: </span>}
                {before !== null && <bdi>{before}</bdi>}
                {before !== null && after !== null && " → "}
                {after !== null && <bdi>{after}</bdi>}
                {after === null && <span className={classes.dim}> (deleted)</span>}
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}
