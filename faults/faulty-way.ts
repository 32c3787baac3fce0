import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** `Query` with the text COMMIT, as PostgreSQL's protocol has it. */
const COMMIT = Buffer.from("Q\0\0\0\x0bCOMMIT\0", "latin1");

/** What waits here goes on when it is opened. */
class Gate {
  passed = Promise.resolve();
  isShut = false;
  open = () => {};

  shut(): void {
    if (this.isShut) return;
    this.isShut = true;
    this.passed = new Promise((resolve) => {
      this.open = () => {
        this.isShut = false;
        resolve();
      };
    });
  }
}

/** A TCP proxy in front of a server, which makes the way there slow, narrow, shut, or lossy. */
export class FaultyWay {
  /** Added to every answer's way. */
  answerDelayMs = 0;
  /** The most that goes to the server. */
  bytesPerS = Number.POSITIVE_INFINITY;
  /** Every n-th COMMIT reaches the server, and its answer is cut off with the connection; 0 for none. */
  loseEveryNthCommit = 0;
  lostCommits = 0;
  private commits = 0;
  private isMute = false;
  private readonly gate = new Gate();
  /** Of each connection, by the client's port. */
  private readonly gates = new Map<number, Gate>();
  private portsOfCutOff = () => new Set<number>();

  private constructor(
    readonly port: number,
    private readonly targetPort: () => number,
  ) {}

  /** @param targetPort asked at every connection */
  static async start(targetPort: () => number): Promise<FaultyWay> {
    const server = createServer({ noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("a proxy without a port");
    server.unref();
    const proxy = new FaultyWay(address.port, targetPort);
    server.on("connection", (client) => proxy.join(client));
    return proxy;
  }

  /** From now on nothing reaches the server any more, until `release`. */
  hold(): void {
    this.gate.shut();
  }

  /** From now on nothing passes in either direction, as when the network between is gone, until `release`. */
  isolate(): void {
    this.hold();
    this.isMute = true;
  }

  /**
   * The same for connections that come from some clients, those that there are and those that come.
   * @param portsOf the ports from which these clients connect now
   */
  isolateFrom(portsOf: () => Set<number>): void {
    this.portsOfCutOff = portsOf;
    const ports = portsOf();
    for (const [port, gate] of this.gates) if (ports.has(port)) gate.shut();
  }

  release(): void {
    this.isMute = false;
    this.portsOfCutOff = () => new Set();
    for (const gate of [this.gate, ...this.gates.values()]) gate.open();
  }

  private join(client: Socket): void {
    const server = connect({ port: this.targetPort(), host: "127.0.0.1", noDelay: true });
    const own = new Gate();
    const { remotePort = 0 } = client;
    if (this.portsOfCutOff().has(remotePort)) own.shut();
    this.gates.set(remotePort, own);
    const cut = () => {
      client.destroy();
      server.destroy();
      if (this.gates.get(remotePort) === own) this.gates.delete(remotePort);
    };
    for (const socket of [client, server]) socket.on("error", cut).on("close", cut);
    const way = { losesAnswer: false, own };
    void this.carryThere(client, server, way).catch(cut);
    server.on("data", (chunk) => {
      if (way.losesAnswer) {
        this.lostCommits += 1;
        cut();
      } else if (this.isMute || own.isShut) void this.untilOpen(own).then(() => client.write(chunk));
      else if (this.answerDelayMs === 0) client.write(chunk);
      else setTimeout(() => client.write(chunk), this.answerDelayMs);
    });
  }

  private async untilOpen(own: Gate): Promise<void> {
    while (this.gate.isShut || own.isShut) await Promise.all([this.gate.passed, own.passed]);
  }

  private async carryThere(client: Socket, server: Socket, way: { losesAnswer: boolean; own: Gate }): Promise<void> {
    for await (const chunk of client) {
      if (!Buffer.isBuffer(chunk)) continue;
      await this.untilOpen(way.own);
      for (let at = 0; at < chunk.byteLength; ) {
        const part = chunk.subarray(at, at + Math.max(1, Math.min(chunk.byteLength, this.bytesPerS / 10)));
        if (this.bytesPerS !== Number.POSITIVE_INFINITY) await pause((1000 * part.byteLength) / this.bytesPerS);
        if (this.loseEveryNthCommit > 0 && part.includes(COMMIT))
          way.losesAnswer = ++this.commits % this.loseEveryNthCommit === 0;
        if (!server.write(part)) await once(server, "drain");
        at += part.byteLength;
      }
    }
    server.end();
  }
}
