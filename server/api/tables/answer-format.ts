import { AppError } from "../../errors";

/** Forms of an answer, and their media types. The first is meant where nobody says otherwise. */
export const ANSWER_FORMATS = {
  json: "application/json",
  csv: "text/csv",
  parquet: "application/vnd.apache.parquet",
} as const;
export type AnswerFormat = keyof typeof ANSWER_FORMATS;

/** What a refusal is written in may be named beside what is wanted. */
const PROBLEM = "application/problem+json";

/**
 * The form in which an answer is wanted: that of `format`, else the best of `Accept` (RFC 9110, 12.5.1).
 * @param asked.format its name or media type; null where the query has none
 * @param available of the answer
 * @throws AppError `unsupported_media_type` naming those that there are
 */
export function answerFormat(
  requested: { accept: string | null; format: string | null },
  available: readonly AnswerFormat[],
): AnswerFormat {
  const found = requested.format === null ? ofAccept(requested.accept, available) : ofName(requested.format, available);
  if (found) return found;
  const names = available.map((name) => `${ANSWER_FORMATS[name]} (format=${name})`).join(", ");
  throw new AppError(
    "unsupported_media_type",
    `This answer comes as ${names}. Leave \`format\` and \`Accept\` out for JSON.`,
  );
}

const ofName = (format: string, available: readonly AnswerFormat[]) =>
  available.find((name) => name === format || ANSWER_FORMATS[name] === format);

function ofAccept(accept: string | null, available: readonly AnswerFormat[]): AnswerFormat | undefined {
  if (accept === null || accept.trim() === "") return "json";
  const ranges = accept
    .split(",")
    .map(toRange)
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight);
  for (const { type } of ranges) {
    const found = type === PROBLEM ? "json" : available.find((name) => matches(type, ANSWER_FORMATS[name]));
    if (found) return found;
  }
  return undefined;
}

function toRange(text: string): { type: string; weight: number } {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  return { type, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
}

const matches = (range: string, mediaType: string) =>
  range === "*/*" || range === mediaType || (range.endsWith("/*") && mediaType.startsWith(range.slice(0, -1)));
