import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The TCP ports, of IPv4, at the near end of the sockets that processes have open now. */
export function localPortsOf(pids: readonly number[]): Set<number> {
  const inodes = new Set(pids.flatMap(socketsOf));
  const ports = new Set<number>();
  for (const line of readFileSync("/proc/net/tcp", "latin1").split("\n").slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [, local = "", , , , , , , , inode = ""] = fields;
    if (inodes.has(inode)) ports.add(Number.parseInt(local.split(":")[1] ?? "", 16));
  }
  return ports;
}

/** Inodes of a process' sockets; none of one that is gone. */
function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => /^socket:\[(\d+)\]$/.exec(linkOf(`${folder}/${name}`))?.[1] ?? []);
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ""; // closed meanwhile
  }
}
