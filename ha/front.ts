import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../faults/system";
import { makeFolder } from "../scripts/services/home.mjs";
import type { Fleet } from "../scripts/services/processes.mjs";
import { takesConnections } from "../scripts/services/servers.mjs";
import type { HaPrograms } from "./programs";

const UNAVAILABLE = [
  "HTTP/1.0 503 Service Unavailable",
  "Cache-Control: no-store",
  "Connection: close",
  "Content-Type: application/json",
  "Retry-After: 2",
  "",
  '{"status":503,"title":"No web process is reached"}',
  "",
];

/**
 * Starts HAProxy in front of the web processes. Where none is reached it answers 503, and nothing of the request is stored; a connection to
 * one that breaks, or says nothing, ends without an answer, for nobody knows what became of the request.
 */
export async function startFront(args: {
  fleet: Fleet;
  home: string;
  ha: HaPrograms;
  port: number;
  webPorts: number[];
}) {
  const folder = makeFolder(join(args.home, "haproxy"));
  const [unavailable, nothing, config] = ["503.http", "nothing.http", "haproxy.cfg"].map((name) => join(folder, name));
  if (!unavailable || !nothing || !config) throw new Error("no files");
  writeFileSync(unavailable, UNAVAILABLE.join("\r\n"));
  writeFileSync(nothing, "");
  const lines = [
    "defaults",
    "  mode http",
    "  timeout connect 2s",
    "  timeout client 60s",
    "  timeout server 15s",
    "  option forwardfor",
    "  option redispatch 1",
    "  retries 2",
    `  errorfile 503 ${unavailable}`,
    ...["502", "504"].map((status) => `  errorfile ${status} ${nothing}`),
    "frontend labs",
    `  bind 127.0.0.1:${args.port}`,
    "  default_backend web",
    "backend web",
    "  balance leastconn",
    "  option httpchk GET /api/health",
    "  default-server check inter 1s fall 2 rise 1 on-marked-down shutdown-sessions",
    ...args.webPorts.map((port, index) => `  server web${index + 1} 127.0.0.1:${port}`),
    "",
  ];
  writeFileSync(config, lines.join("\n"));
  args.fleet.start({ name: "haproxy", command: args.ha.haproxy, args: ["-f", config], env: args.ha.env });
  await until("HAProxy answers", () => takesConnections(args.port));
}
