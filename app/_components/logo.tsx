import classes from "./logo.module.css";

/** The name, with a cell's charge as its mark. */
export function Logo({ isCompact = false }: { isCompact?: boolean }) {
  return (
    <span className={classes.logo}>
      <svg viewBox="0 0 20 20" width={20} height={20} aria-hidden="true">
        <rect x="4" y="4" width="12" height="14" rx="2" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M8 2.5h4" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
        <path d="M6.5 14.5V11l3.5-1.5 3.5-2v7z" fill="var(--mantine-primary-color-filled)" />
      </svg>
      {isCompact ? <span className={classes.hidden}>ChargeTracker</span> : "ChargeTracker"}
    </span>
  );
}
