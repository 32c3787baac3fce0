import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { canBeEnteredByAll, homeOfProject, makeFolder } from "./home.mjs";

const base = mkdtempSync(join(realpathSync(tmpdir()), "home of tests "));
chmodSync(base, 0o755);
afterAll(() => rmSync(base, { recursive: true }));

it("keeps the state in the project where everybody may enter it", () => {
  const project = makeFolder(join(base, "open project"));
  expect(homeOfProject(project, true, join(base, "state"))).toBe(join(project, ".chargetracker"));
});

it("keeps it elsewhere where the servers' user may not, and finds it again", () => {
  const project = join(base, "closed", "project");
  mkdirSync(project, { recursive: true });
  chmodSync(join(base, "closed"), 0o700);
  const home = homeOfProject(project, true, join(base, "state"));
  expect(home.startsWith(join(base, "state", "project-"))).toBe(true);
  expect(canBeEnteredByAll(home)).toBe(true);
  expect(homeOfProject(project, true, join(base, "state"))).toBe(home);
  expect(homeOfProject(join(base, "closed", "project"), false)).toBe(home);
});

it("makes folders that all may enter, whatever the umask", () => {
  const before = process.umask(0o077);
  const folder = makeFolder(join(base, "masked"));
  process.umask(before);
  expect(statSync(folder).mode & 0o777).toBe(0o755);
});
