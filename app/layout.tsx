import "@mantine/core/styles.layer.css";
import "@mantine/spotlight/styles.layer.css";
import "./globals.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { GROUNDS } from "./_charts/groups/style/group-style";
import { ThemeProvider } from "./_components/theme-provider";

/** Inter, from this server: a reader whose connection is slow keeps the system's own for this page, so that nothing moves. */
const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  display: "optional",
  variable: "--font-inter",
});

export const metadata: Metadata = {
  title: { default: "ChargeTracker", template: "%s · ChargeTracker" },
  description: "Live per-cycle metrics of battery cells",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: GROUNDS.light },
    { media: "(prefers-color-scheme: dark)", color: GROUNDS.dark },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? "";
  return (
    <html lang="en" {...mantineHtmlProps} className={inter.variable}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <ThemeProvider nonce={nonce}>{children}</ThemeProvider>
      </body>
    </html>
  );
}
