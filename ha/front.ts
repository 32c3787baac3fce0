import { join } from "node:path";
import { until } from "../faults/system";
import { makeFolder, PROJECT } from "../scripts/services/home.mjs";
import type { Fleet } from "../scripts/services/processes.mjs";
import { takesConnections } from "../scripts/services/servers.mjs";
import { configure } from "./configure";
import type { HaPrograms } from "./programs";

/** Starts HAProxy in front of the two web processes. */
export async function startFront(args: {
  fleet: Fleet;
  home: string;
  ha: HaPrograms;
  port: number;
  webPorts: readonly number[];
}) {
  const [first, second] = args.webPorts;
  const config = await configure("haproxy.cfg", makeFolder(join(args.home, "haproxy")), {
    LISTEN: `127.0.0.1:${args.port}`,
    ERRORS: join(PROJECT, "deploy/machines"),
    WEB_1: `127.0.0.1:${first}`,
    WEB_2: `127.0.0.1:${second}`,
  });
  args.fleet.start({ name: "haproxy", command: args.ha.haproxy, args: ["-f", config], env: args.ha.env });
  await until("HAProxy answers", () => takesConnections(args.port));
}
