import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { makeFolder } from "../scripts/services/home.mjs";
import type { Fleet } from "../scripts/services/processes.mjs";

const SIZE = "size=768m,mode=755";

/** Mounts a folder with little room, in memory, that goes with the fleet; answers why not where the machine does not allow it. */
export function mountSmallDisk(home: string, fleet: Fleet): { folder: string } | { refusal: string } {
  const folder = makeFolder(join(home, "small-disk"));
  spawnSync("umount", [folder]); // what a killed run left
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", SIZE, "tmpfs", folder], { encoding: "utf8" });
  if (mounted.status !== 0) return { refusal: (mounted.stderr || "there is no `mount`").trim() };
  fleet.runAtEnd({ command: "umount", args: [folder], env: {} });
  return { folder };
}
