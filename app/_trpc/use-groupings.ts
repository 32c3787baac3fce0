"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLive } from "./live-provider";
import { useTRPC } from "./trpc";

/** The groupings of the lab. While there are none, each change of the lab asks again: the first one opens the page by itself. */
export function useGroupings(labSlug: string) {
  const trpc = useTRPC();
  const { channel } = useLive();
  const query = useQuery(trpc.groupings.list.queryOptions({ labSlug }));
  const { refetch } = query;
  const isWaiting = query.data?.groupings.length === 0;
  useEffect(() => {
    if (!isWaiting) return;
    const latestVersion = () => channel.snapshot().event?.version;
    let version = latestVersion();
    return channel.subscribe(() => {
      if (latestVersion() === version) return; // a heartbeat
      version = latestVersion();
      void refetch();
    });
  }, [isWaiting, channel, refetch]);
  return query;
}
