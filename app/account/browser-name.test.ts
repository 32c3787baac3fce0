import { expect, it } from "vitest";
import { toBrowserName } from "./browser-name";

it.each([
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/153.0 Safari/537.36 Edg/153.0", "Edge on Windows"],
  ["Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/153.0 Mobile Safari/537.36", "Chrome on Android"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1 Version/26 Safari/605.1", "Safari on macOS"],
  ["curl/8.5.0", "Another program"],
  [null, "Another program"],
])("tells %j to be %s", (userAgent, name) => {
  expect(toBrowserName(userAgent)).toBe(name);
});
