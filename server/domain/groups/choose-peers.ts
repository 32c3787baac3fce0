import { chooseEvenly } from "../curves/curve-kinds";
import type { Verdict } from "./statistics";

/** With the lowest, the middle and the highest of them; more curves behind others are no picture. Odd, so that a middle one is chosen. */
const MAX_PEERS = 11;

type Row = { cell: string; value: number | null; verdict: Verdict };
export type ChosenPeers<R extends Row> = {
  /** In order of their values. */
  chosen: R[];
  /** Of them the one in the middle; null when there is none. */
  middle: R | null;
  /** Others of the group with a value that are no strays: of so many were they chosen. */
  among: number;
  /** Others that were left out, because they stray. */
  strays: number;
};

/**
 * The cells that one is compared with: others of its group that are no strays, chosen evenly over their values from the lowest to the highest.
 * @param rows the cells of one group at one cycle
 * @param cell the name of the one that is compared
 */
export function choosePeers<R extends Row>(rows: readonly R[], cell: string): ChosenPeers<R> {
  const others = rows.filter((row) => row.value !== null && row.cell !== cell);
  const healthy = others.filter(({ verdict }) => verdict !== "stray");
  const ordered = healthy.sort(
    (left, right) => (left.value ?? 0) - (right.value ?? 0) || (left.cell < right.cell ? -1 : 1),
  );
  const chosen = chooseEvenly(ordered, MAX_PEERS);
  const middle = chosen[Math.floor((chosen.length - 1) / 2)] ?? null;
  return { chosen, middle, among: ordered.length, strays: others.length - ordered.length };
}
