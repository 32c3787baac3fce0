import { z } from "zod";
import { MAX_TAG, readCycleTag } from "./cycle-tags";

/** One of the three kinds, or a lab's own tag. */
export const cycleTag = z
  .string()
  .max(4 * MAX_TAG)
  .transform((given, ctx) => {
    const read = readCycleTag(given);
    if ("tag" in read) return read.tag;
    ctx.addIssue({ code: "custom", message: read.problem });
    return z.NEVER;
  })
  .meta({
    description: `\`formation\`, \`check_up\`, \`ageing\`, or a tag of your own: 1–${MAX_TAG} characters (NFC, trimmed, case-sensitive), no commas, no control characters`,
    examples: ["check_up"],
  });
