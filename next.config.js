// Next.js reads this before it decides whether to report usage to its makers. It shall not.
process.env.NEXT_TELEMETRY_DISABLED ??= "1";

const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: true }, // `npm run types` checks them, and more
  // Native parts and run-time requires: loaded by Node as they are instead of being bundled.
  serverExternalPackages: [
    "pg",
    "pg-copy-streams",
    "@prisma/client",
    "@prisma/adapter-pg",
    "bullmq",
    "ioredis",
    "nodemailer",
    "pino",
    "prom-client",
  ],
  experimental: {
    preloadEntriesOnStart: false, // 80 MiB; `app/warm-up.ts` loads what everybody needs
    optimizePackageImports: ["@mantine/core", "@mantine/hooks", "recharts"],
  },
  images: { unoptimized: true }, // no page has pictures, and what makes them small would work for anybody
  headers: async () => [
    { source: "/:path*", headers: SECURITY_HEADERS },
    // Its URLs may hold the secret of a grant.
    { source: "/api/:path*", headers: [{ key: "Referrer-Policy", value: "no-referrer" }] },
  ],
};
