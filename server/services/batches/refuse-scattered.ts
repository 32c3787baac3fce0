import { type ChunkRange, listChunkRanges } from "../../data/sample-chunks";
import { floatAt, type SampleColumns } from "../../domain/samples/sample-columns";
import { env } from "../../env";
import { AppError } from "../../errors";
import { countDistinct } from "../../jobs/usage-counts";
import type { LabScope } from "../../lab-scope";
import { withinPatience } from "../within-patience";

const WEEK_US = 7 * 86_400e6;
const DAY_S = 86_400;
const READ_AGAIN_MS = 1_000;
const WHILE_AWAY_MS = 5_000;

/** Samples of one test in order, of which no more is asked. */
type Times = { samples: Pick<SampleColumns, "timeUs" | "length"> };

const weekOf = (timeUs: number) => Math.floor(timeUs / WEEK_US);

/** By week, one of its times. Samples are in order: those of a test that begin and end in one week are not gone through. */
function weeksOf(series: readonly Times[]): Map<number, number> {
  const weeks = new Map<number, number>();
  for (const { samples } of series) {
    const { timeUs, length } = samples;
    if (length === 0) continue;
    const [first, last] = [floatAt(timeUs, 0), floatAt(timeUs, length - 1)];
    const times = weekOf(first) === weekOf(last) ? [first] : timeUs.subarray(0, length);
    for (const time of times) weeks.set(weekOf(time), time);
  }
  return weeks;
}

/**
 * Refuses samples whose times lie too far apart, or in too many weeks of which nobody had samples before. Each week is a table of the database
 * that every lab's queries open: a batch of one sample a week would make all of them slower.
 * @throws AppError `invalid_input`, `too_many`
 */
export async function refuseScattered(
  scope: LabScope,
  series: readonly Times[],
  { mayBeWide = false }: { mayBeWide?: boolean } = {},
): Promise<void> {
  const weeks = weeksOf(series);
  const { BATCH_MAX_WEEKS } = env();
  if (weeks.size > BATCH_MAX_WEEKS && !mayBeWide) {
    const message = `The times of a batch may lie in ${BATCH_MAX_WEEKS} weeks; these lie in ${weeks.size}. Send them in several.`;
    throw new AppError("invalid_input", message);
  }
  const news = await newWeeks(weeks);
  if (news.length === 0) return;
  const { LAB_NEW_WEEKS_A_DAY: most } = env();
  await countDistinct({
    of: ["new weeks of samples of lab", String(scope.labId)],
    members: news.map(String),
    most,
    windowS: DAY_S,
    refusal: `This lab brought samples of ${most} weeks in a day that had none before. Go on tomorrow, or ask whoever runs the service.`,
  });
}

/** What has samples already, as this process last read it. */
let covered: readonly ChunkRange[] = [];
let askAgainAtMs = 0;
let isAway = false;
let asking: Promise<readonly ChunkRange[] | null> | null = null;

async function newWeeks(weeks: ReadonlyMap<number, number>): Promise<number[]> {
  const isCovered = (timeUs: number) => covered.some(({ fromUs, toUs }) => timeUs >= fromUs && timeUs < toUs);
  const uncovered = () => [...weeks].flatMap(([week, timeUs]) => (isCovered(timeUs) ? [] : [week]));
  if (uncovered().length === 0) return [];
  if (asking === null && Date.now() < askAgainAtMs) return isAway ? [] : uncovered();
  asking ??= withinPatience(listChunkRanges()).finally(() => {
    asking = null;
  });
  const found = await asking;
  isAway = found === null;
  askAgainAtMs = Date.now() + (found === null ? WHILE_AWAY_MS : READ_AGAIN_MS);
  covered = found ?? covered;
  return found === null ? [] : uncovered(); // while the database is away, what comes is taken
}
