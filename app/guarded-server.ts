import { createServer, type RequestListener, type Server } from "node:http";

/** Longer than load balancers keep a connection without a request. */
const KEEP_ALIVE_MS = 75_000;

type Patience = {
  maxConnections: number;
  /** For the head of a request to arrive, counted from the connection's beginning for the first one. */
  headersMs?: number;
  /** How often is looked for heads that are late. */
  checkEveryMs?: number;
  /** Whether somebody else takes upgrades; in development, Next.js does. */
  takesUpgrades?: boolean;
};

/**
 * A server of whose connections none stays that does not ask for anything: Node's own bound on a whole request would end large files, too, and
 * without it Node bounds the head no more unless that is said.
 */
export function guardedServer(
  answer: RequestListener,
  { maxConnections, headersMs = 20_000, checkEveryMs = 5_000, takesUpgrades = false }: Patience,
): Server {
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: 0,
    headersTimeout: headersMs,
    connectionsCheckingInterval: checkEveryMs,
    // Nothing here speaks WebSocket: who asks for it is answered as if they had not.
    shouldUpgradeCallback: () => takesUpgrades,
  });
  server.maxConnections = maxConnections;
  server.on("request", answer);
  return server;
}
