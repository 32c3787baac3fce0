import { expect, it } from "vitest";
import { answerHeaders } from "./answer-headers";

it("asks browsers to come back over https only where the service is reached by it", () => {
  const age = { "Strict-Transport-Security": "max-age=31536000" };
  expect(answerHeaders("/labs/a", { isHttps: true })).toEqual(age);
  expect(answerHeaders("/api/v1/cells", { isHttps: true })).toMatchObject(age);
  expect(answerHeaders("/labs/a", { isHttps: false })).toEqual({});
});

it("lets nothing of the API be taken for a page, also where nothing is", () => {
  for (const url of ["/api/v1/cells?grant=x", "/api/nothing"]) {
    expect(answerHeaders(url, { isHttps: false })).toEqual({
      "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
      "Referrer-Policy": "no-referrer",
    });
  }
});
