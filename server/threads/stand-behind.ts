import { setPriority } from "node:os";

/** Behind whatever answers requests. */
const PRIORITY = 3;

/** Called by a thread: lets others go first. On Linux a priority is a thread's own; elsewhere it would be the whole process'. */
export function standBehind(): void {
  if (process.platform === "linux") setPriority(0, PRIORITY);
}
