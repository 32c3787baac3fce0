import { titleOver } from "../frame/prepare-numbers";
import type { Trace } from "./prepare-trace";

/** One of the panels: its values are in its unit. */
export type Quantity = { key: string; label: string; unit: string; colour: string; trace: Trace };

export const quantityTitle = ({ label, unit }: Pick<Quantity, "label" | "unit">) => titleOver(label, unit);
