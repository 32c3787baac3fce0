import { createTRPCClient, httpLink, isTRPCClientError, type TRPCClient } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "@/server/api/trpc/root";
import { GROUP_TEXTS } from "@/server/domain/groups/group-texts";

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** Requests go one by one rather than in batches: the small ones on a page need not wait for the large one. */
export function createBrowserClient(headers: Record<string, string> = {}): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: "/api/trpc", transformer: GROUP_TEXTS, headers })] });
}

export type Failure = { kind: "signed_out" | "not_found" | "unreachable" | "other"; message: string };

/** What went wrong, in words for the page. */
export function failureOf(error: unknown): Failure {
  if (!isTRPCClientError<AppRouter>(error) || !error.data) {
    return { kind: "unreachable", message: "The server did not answer." };
  }
  if (error.data.code === "UNAUTHORIZED") return { kind: "signed_out", message: "You are signed out." };
  if (error.data.code === "NOT_FOUND") return { kind: "not_found", message: error.message };
  return { kind: "other", message: error.message };
}
