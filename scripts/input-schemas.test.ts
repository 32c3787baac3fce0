import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** Text that is looked at by code before the database sees it, or that only goes out; the reason for each. */
const CHECKED_OTHERWISE = new Map([
  ["server/services/team/invite-member.ts", "an e-mail address has a form of its own"],
  ["server/services/imports/read-import-options.ts", "JSON, metadata and names of files are looked at value by value"],
  ["server/services/cells/cell-settings.ts", "values are fitted to their fields"],
  ["server/services/labs/create-own-lab.ts", "an address of a lab has a form of its own"],
  ["server/services/fields/rename-option.ts", "keys are read as they are stored"],
  ["server/services/labs/check-backup.ts", "what another program wrote"],
  ["server/api/trpc/import-views.ts", "what goes out"],
  ["server/api/trpc/imports-router.ts", "what goes out"],
  ["server/api/trpc/cells/cells-router.ts", "the verb reads it as the name of a cell"],
]);
const RAW = /z\s*\.string\(\)|z\.int\(\)\.positive\(\)/;

it("takes text and ids through the schemas that know what the database can hold", () => {
  const files = execFileSync("git", ["ls-files", "--", "server/services", "server/api/trpc"], { encoding: "utf8" })
    .split("\n")
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  expect(files.length).toBeGreaterThan(80);
  const raw = files.filter((file) => RAW.test(readFileSync(file, "utf8")) && !CHECKED_OTHERWISE.has(file));
  expect(raw, "use text() and id of server/domain/cells/input-text.ts").toEqual([]);
});
