import { parseArgs } from "node:util";
import { z } from "zod";
import { FORMS } from "./load/samples";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

const options = z.object({
  form: z
    .string()
    .default(FORMS.join(","))
    .transform((list) => list.split(","))
    .pipe(z.array(z.enum(FORMS)).min(1)),
  rounds: z.coerce.number().int().min(1).default(5),
  minutes: z.coerce.number().positive().optional(),
  seconds: z.coerce.number().positive().default(60),
  to: z.coerce.number().int().positive().optional(),
  samples: z.coerce.number().int().min(2).optional(),
  mb: z.coerce.number().positive().default(500),
  only: z.string().default(""),
  workers: z
    .string()
    .transform((list) => list.split(",").map(Number))
    .pipe(z.array(z.int().min(1).max(64)).min(1))
    .optional(),
  "during-trickle": z.boolean().default(false),
  profile: z.boolean().default(false),
});
export type BenchOptions = z.output<typeof options>;

export const OPTIONS_HELP = `
  --rounds N           measured rounds after the warm-up (5); page: loads of each page
  --form rows,columns  bodies of ingest; elsewhere the first counts
  --minutes N          ingest: one stream of requests for so long instead of rounds; page: how long it is live (0.5)
  --seconds N          trickle: for how long (60)
  --to N               scale, zoom, page: samples to store (10000000)
  --samples N          export: samples of the cell (2000000); move: of the lab (5000000)
  --mb N               import: size of each file (500)
  --only WORDS         abuse, page: those whose name holds these words; export: the form
  --workers 1,2,4      scale: only what so many workers bring; neighbours, backlog: with so many (the first counts)
  --during-trickle     live: with the load of trickle in the background
  --profile            web and worker leave processor profiles under bench/results/profiles
`;

/** What follows the name of a benchmark. */
export function readOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      form: text,
      rounds: text,
      minutes: text,
      seconds: text,
      to: text,
      samples: text,
      mb: text,
      only: text,
      workers: text,
      "during-trickle": flag,
      profile: flag,
    },
  });
  return options.parse(values);
}
