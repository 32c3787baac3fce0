import type { Target } from "./abuse";
import { asMember } from "./requests";

const STATUS = /"httpStatus":(\d{3})/;

/** A live stream of a lab as a page opens it. */
export type OpenStream = {
  /** 200 once it tells of the lab; a refusal comes in the stream, which has begun by then. */
  answer: number | "closed";
  end: () => void;
};

/** Opens a stream and reads until it tells of the lab, or refuses; then its events are left to pile up, as those of a page that sleeps. */
export async function openStream(target: Target): Promise<OpenStream> {
  const controller = new AbortController();
  const end = () => controller.abort();
  const input = encodeURIComponent(JSON.stringify({ labSlug: target.labSlug }));
  try {
    const response = await fetch(`${target.url}/api/trpc/live.changes?input=${input}`, {
      headers: { ...asMember(target), accept: "text/event-stream" },
      signal: controller.signal,
    });
    return { answer: response.ok ? await firstWord(response) : response.status, end };
  } catch {
    return { answer: "closed", end };
  }
}

async function firstWord(response: Response): Promise<number | "closed"> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    heard += part.value;
    const [, refused] = STATUS.exec(heard) ?? [];
    if (refused !== undefined) return Number(refused);
    if (heard.includes('"version"')) return 200;
  }
  return "closed";
}
