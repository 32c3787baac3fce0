/** Runs once when the web process starts. Next.js asks for this file in the root. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { shutDownOnSignals } = await import("@/server/lifecycle");
  const { env } = await import("@/server/env");
  env(); // a server whose settings are wrong does not start
  shutDownOnSignals(20_000);
  const { refuseForgetfulRedis } = await import("@/server/jobs/redis");
  await refuseForgetfulRedis();
  const { warnOfLoneDatabase } = await import("@/server/data/connections/standby");
  void warnOfLoneDatabase();
}
