import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { guardedServer } from "../../app/guarded-server";
import { answerWith } from "../../app/node-http";
import { Answer } from "../../server/api/http/answer";
import { problemAnswer } from "../../server/api/http/problem-json";
import { INGEST_BODY_LIMITS, readBody } from "../../server/api/http/read-body";
import { toAppError } from "../../server/errors";
import { IN_BODIES } from "./in-bodies";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Stands for the service, with so little patience that the bounds are met at a hundredth of the strength. */
const impatient: RequestListener = (request, response) => {
  const handle = (given: Parameters<typeof readBody>[0]) =>
    readBody(given, { ...INGEST_BODY_LIMITS, deadlineMs: 20 }).then(
      () => Answer.json("read", { status: 404 }),
      (cause) => problemAnswer(toAppError(cause)),
    );
  void answerWith(handle, request, response);
};

it.each(["half requests, and upgrades to nothing", "bodies that are held back by one byte"])(
  "takes what the service answers when its patience ends: %s",
  async (name) => {
    server = guardedServer(impatient, { maxConnections: 1000, headersMs: 50, checkEveryMs: 10 });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // a server that listens on a port has one
    const abuse = IN_BODIES.find((each) => each.name === name);
    const target = { url: `http://127.0.0.1:${port}`, labSlug: "odd", key: "ct_odd", cookie: "" };
    const answers = await abuse?.run(target, 0.01);
    const answered = Object.keys(answers ?? {});
    expect(answered).toContain("408");
    expect(abuse?.mayAnswer.map(String)).toEqual(expect.arrayContaining(answered));
  },
);
