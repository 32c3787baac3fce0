import { measureLive } from "./live";
import { measureOpenCycle } from "./open-cycle";
import { measureOrders } from "./orders";
import { reportResult, type Result } from "./report";

// Benchmarks on a system of their own: real servers, a production build, the load in another process.

const BENCHMARKS: Record<string, () => Promise<Result>> = {
  live: measureLive,
  "open-cycle": measureOpenCycle,
  orders: measureOrders,
};

const name = process.argv[2] ?? "";
const measure = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined;
if (measure) {
  reportResult(name, await measure());
  process.exit(0); // connections to a server that is gone would keep it
}
process.stderr.write(`Usage: npm run bench -- ${Object.keys(BENCHMARKS).join(" | ")}\n`);
process.exit(2);
