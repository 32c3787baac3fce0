"use client";

import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import { useLightPaper } from "./browser/paper";
import { cssVariables, theme } from "./theme";

/** @param props.nonce what the page's policy asks of styles */
export function ThemeProvider({ nonce, children }: { nonce: string; children: ReactNode }) {
  useLightPaper();
  return (
    <MantineProvider
      getStyleNonce={() => nonce}
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariables}
    >
      {children}
    </MantineProvider>
  );
}
