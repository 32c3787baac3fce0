import pg from "pg";
import { type DatabaseServers, type Host, parseDatabaseUrl } from "../../connection-urls";
import { onceAProcess } from "../../once-a-process";
import { PrimarySearch } from "./primary-search";

/** One search for each URL of several servers. */
const searches = onceAProcess("searches for primaries", () => new Map<string, PrimarySearch>());

/**
 * What lets pg, and libraries that make its pools themselves, reach the server of a URL that takes writes. A connection to one that takes
 * none is refused or hangs up, whoever led there, and one to a server in whose place another took up hangs up, too, also while nothing
 * comes from it: whoever waits there is told that the database is away, and finds the other.
 */
export function connectionTo(url: string): pg.PoolConfig {
  const servers = parseDatabaseUrl(url);
  const [first] = servers.hosts;
  if (!first) throw new RangeError("a URL without a host");
  return { connectionString: servers.urlOf(first), Client: clientOf(url, servers) };
}

/** A connection by itself, to the server of a URL that takes writes. */
export function newDatabaseClient(url: string, settings: pg.ClientConfig = {}): pg.Client {
  const { connectionString } = connectionTo(url);
  return new (clientOf(url, parseDatabaseUrl(url)))({ connectionString, ...settings });
}

function clientOf(url: string, servers: DatabaseServers) {
  if (servers.hosts.length === 1) return WritableClient;
  const search = searches.get(url) ?? new PrimarySearch(servers);
  searches.set(url, search);
  return class extends FoundPrimaryClient {
    protected readonly search = search;
  };
}

/** As PostgreSQL tells of itself when a connection begins, and whenever it changes. */
const REFUSES_WRITES = new Set(["in_hot_standby", "default_transaction_read_only"]);

type Connected = (error: Error | null, client?: pg.Client) => void;

/** A connection that hangs up where its server takes no writes. */
class WritableClient extends pg.Client {
  constructor(settings?: string | pg.ClientConfig) {
    super(settings);
    // It may hang up between being connected and being given to whoever listens; that one then finds it of no use.
    this.on("error", () => {});
    this.connection.on("parameterStatus", ({ parameterName, parameterValue }) => {
      if (REFUSES_WRITES.has(parameterName) && parameterValue === "on") this.hangUp("its server takes no writes");
    });
  }

  /** Ends it at once, and whatever waits for an answer. */
  hangUp(why: string): void {
    this.connection.stream.destroy(new Error(`Connection terminated: ${why}`));
  }
}

/** The same to whichever of several servers is the primary. */
abstract class FoundPrimaryClient extends WritableClient {
  protected abstract readonly search: PrimarySearch;

  override connect(): Promise<pg.Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.Client> | undefined {
    const connected = this.connectToPrimary();
    if (!callback) return connected;
    connected.then(
      () => callback(null, this),
      (error) => callback(error),
    );
    return undefined;
  }

  private async connectToPrimary(): Promise<pg.Client> {
    const primary: Host = await this.search.find();
    Object.assign(this, primary);
    await super.connect();
    const leave = this.search.watch(primary, () => this.hangUp("another server takes the writes now"));
    this.once("end", leave);
    return this;
  }
}
