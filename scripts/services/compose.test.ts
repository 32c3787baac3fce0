import { expect, it } from "vitest";
import { runsComposeFile } from "./compose.mjs";

it.each([
  ["2.23.1", true],
  ["v2.24.0-desktop.1", true],
  ["5.0.0", true],
  ["2.23.0", false],
  ["2.9.9", false],
  ["1.29.2, build 5becea4c", false],
  ["", false],
])("knows whether Docker Compose %s takes files with their content in them", (version, is) => {
  expect(runsComposeFile(version)).toBe(is);
});
