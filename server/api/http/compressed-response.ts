import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import { type AnyAnswer, StreamedAnswer } from "./answer";

const compress = promisify(gzip);
/** Smaller ones are left to Next.js. */
const LARGE_BYTES = 32 * 1024;
/** A third of the time that Next.js takes, for numbers that come out a tenth larger. */
const LEVEL = constants.Z_BEST_SPEED;

/** An answer in HTTP; a large one packed where the sender of the request can unpack it. */
export async function compressedResponse(answer: AnyAnswer, acceptEncoding: string | null): Promise<Response> {
  if (answer instanceof StreamedAnswer) return answer.toResponse();
  const { body, headers, status } = answer;
  if (body.length < LARGE_BYTES || !takesGzip(acceptEncoding)) return answer.toResponse();
  answer.packed ??= new Uint8Array(await compress(body, { level: LEVEL }));
  const own = { ...headers, "Content-Encoding": "gzip", Vary: "Accept-Encoding" };
  return new Response(answer.packed, { status, headers: own });
}

/** RFC 9110, 12.5.3; a weight of 0 refuses. */
function takesGzip(acceptEncoding: string | null): boolean {
  return (acceptEncoding ?? "").split(",").some((coding) => {
    const [name, ...parameters] = coding.split(";").map((part) => part.trim().toLowerCase());
    return name === "gzip" && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
