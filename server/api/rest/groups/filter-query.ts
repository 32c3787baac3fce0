import { z } from "zod";
import { type CycleFilter, toCycleFilter } from "../../../domain/tags/cycle-filter";
import { cycleTag } from "../../../domain/tags/input-cycle-tags";

const MAX_TAGS = 20;
const MAX_RATE_C = 1000;

const tags = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((one) => one.split(",")))
  .pipe(z.array(cycleTag).max(MAX_TAGS))
  .optional()
  .meta({
    description:
      "Only statistics cycles with one of these tags, by hand or by rule: `formation`, `check_up`, `ageing`, or the lab's own; several with commas between. All when missing. `capacityRetention` refers to the same cycle as without",
    examples: ["check_up"],
  });

/** Which statistics cycles are asked for, in a query. */
export const filterInQuery = {
  tag: tags,
  rateC: z.coerce
    .number()
    .pipe(z.number().gt(0).max(MAX_RATE_C))
    .optional()
    .meta({
      description: "Only statistics cycles whose discharge rate (1/h) lies within ±10 % of it",
      examples: [0.5],
    }),
};
export type FilterQuery = { tag?: string[] | undefined; rateC?: number | undefined };

export const filterOfQuery = ({ tag = [], rateC = 0 }: FilterQuery): CycleFilter | null =>
  toCycleFilter(tag, rateC === 0 ? null : rateC);

/** What was left out, in an answer. */
export const cycleFilterAnswer = z
  .object({
    tags: z.array(z.string()).readonly().meta({ description: "Cycles with one of them; none: with any tag" }),
    rateC: z.number().nullable().meta({ description: "1/h, ±10 %; null: at any rate" }),
  })
  .nullable()
  .meta({ id: "CycleFilter", description: "Which statistics cycles it is of; null: all" });
