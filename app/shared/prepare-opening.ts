import type { Failure } from "@/app/_trpc/trpc";

/** Whether a link shows nothing to whoever asks; any other failure passes, and what was shown stays. */
export const isRefusal = ({ kind }: Failure): boolean => kind === "not_found" || kind === "signed_out";

type Looked = { state: string | undefined; isVisible: boolean; read: string | undefined };

/** The state of the lab that the page has to read now; null while it has read it, or nobody looks at it. */
export function stateToRead({ state, isVisible, read }: Looked): string | null {
  return state === undefined || !isVisible || state === read ? null : state;
}
