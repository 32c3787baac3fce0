import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { env } from "../../env";

/** Where the way to the database breaks: before a statement arrives there, or when it has done it and before anybody hears. */
export type Cut = { statement: number; when: "before" | "unanswered" };

export type DatabaseProxy = {
  /** Counts statements from here on, over all connections, and cuts the connection of that one. */
  cutAt: (cut: Cut) => void;
  /** Whether it came to the cut; from here on nothing is cut. */
  endCut: () => boolean;
  /** While refused, nobody reaches the database any more once the cut was made. */
  refuseAfterCut: (isRefused: boolean) => void;
};

const [SYNC, QUERY] = ["S".charCodeAt(0), "Q".charCodeAt(0)];
const [READY, COPY_IN] = ["Z".charCodeAt(0), "G".charCodeAt(0)];

/** What this test file asks the database goes through a relay of its own, which knows where a statement ends. After `cloneTestDatabase`. */
export function proxyDatabase(): DatabaseProxy {
  let cut: Cut | null = null;
  let [counted, isCut, isRefusing] = [0, false, false];
  let directUrl = "";
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const { hostname, port } = new URL(directUrl);
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true); // messages go on one by one
      socket.on("error", () => {}); // the other end learns of it by the close
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    const hangUp = () => {
      isCut = true;
      for (const socket of isRefusing ? sockets : [client]) socket.destroy();
    };
    if (isCut && isRefusing) return hangUp();
    let isAnswerHeld = false;
    const requests = frameReader({ hasStartup: true }, (type, bytes) => {
      const isStatement = type === SYNC || type === QUERY;
      if (isStatement) counted += 1;
      const isHere = isStatement && cut !== null && !isCut && counted === cut.statement;
      if (isHere && cut?.when === "before") return hangUp();
      if (isHere) isAnswerHeld = true;
      upstream.write(bytes);
    });
    const answers = frameReader({ hasStartup: false }, (type, bytes) => {
      // A server that asks for the rows of a COPY has not answered yet.
      if (!isAnswerHeld || type === COPY_IN) client.write(bytes);
      else if (type === READY) hangUp();
    });
    client.on("data", requests);
    upstream.on("data", answers);
  });
  beforeAll(async () => {
    directUrl = env().DATABASE_URL;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = new URL(directUrl);
    url.port = String((server.address() as AddressInfo).port); // of a server that listens on TCP
    env().DATABASE_URL = url.toString();
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    cutAt(given) {
      [cut, counted, isCut] = [given, 0, false];
    },
    endCut() {
      const wasCut = isCut;
      [cut, isCut] = [null, false];
      return wasCut;
    },
    refuseAfterCut(isRefused) {
      isRefusing = isRefused;
    },
  };
}

const [TYPE_BYTES, LENGTH_BYTES] = [1, 4];

/** Messages of PostgreSQL's protocol, each given once it is whole; the first of a client has no type. */
function frameReader({ hasStartup }: { hasStartup: boolean }, take: (type: number, bytes: Buffer) => void) {
  let rest = Buffer.alloc(0);
  let isStartup = hasStartup;
  return (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = isStartup ? 0 : TYPE_BYTES;
      if (rest.length < head + LENGTH_BYTES) return;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return;
      take(isStartup ? 0 : (rest[0] ?? 0), rest.subarray(0, length));
      rest = rest.subarray(length);
      isStartup = false;
    }
  };
}
