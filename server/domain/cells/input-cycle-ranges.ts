import { z } from "zod";
import { cycleNumber } from "./input-text";

/** Cycles by their shown numbers, both ends included. */
export const cycleRange = z
  .strictObject({ from: cycleNumber, to: cycleNumber })
  .refine(({ from, to }) => from <= to, "`from` is to be at most `to`")
  .meta({ id: "CycleRange", description: "Shown cycle numbers, both ends included" });
