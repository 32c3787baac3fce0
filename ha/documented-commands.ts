const BLOCK = /^```sh\n# (.+)\n([\s\S]*?)^```$/gm;

/** The shell commands below a heading of a document, by the name that each block's first line gives it. */
export function commandsOf(document: string, heading: string): Map<string, string> {
  const [, section = ""] = document.split(`\n## ${heading}\n`);
  const [text = ""] = section.split("\n## ");
  return new Map([...text.matchAll(BLOCK)].map(([, name = "", commands = ""]) => [name, commands]));
}
