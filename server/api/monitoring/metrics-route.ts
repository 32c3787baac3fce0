import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "../../env";
import { AppError } from "../../errors";
import { problemJson } from "../http/problem-json";
import { prometheusText } from "./prometheus";

/** Prometheus' metrics, for whoever says the token where one is set. */
export async function metricsRoute(request: Request): Promise<Response> {
  const { METRICS_TOKEN: token } = env();
  if (token === undefined || isEqual(request.headers.get("authorization"), `Bearer ${token}`)) return prometheusText();
  return problemJson(new AppError("unauthenticated", "Send METRICS_TOKEN as: Authorization: Bearer …"));
}

const digestOf = (text: string) => createHash("sha256").update(text).digest();
/** In a time that tells nothing of where they differ. */
const isEqual = (said: string | null, expected: string) => timingSafeEqual(digestOf(said ?? ""), digestOf(expected));
