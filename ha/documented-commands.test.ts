import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { commandsOf } from "./documented-commands";

it("finds the commands of a section, and of no other", () => {
  const document = "\n## One\n```sh\n# first\nls\n```\n\n```sh\n# second\na\nb\n```\n## Two\n```sh\n# third\nls\n```\n";
  expect([...commandsOf(document, "One")]).toEqual([
    ["first", "ls\n"],
    ["second", "a\nb\n"],
  ]);
});

it("finds what the restore drill runs in the guide", () => {
  const names = [...commandsOf(readFileSync("docs/operating.md", "utf8"), "Back from nothing").keys()];
  expect(names).toEqual(["receive", "commit on both", "back up", "check", "restore"]);
});
