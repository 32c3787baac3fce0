"use client";

import { useDocumentVisibility } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { type ReactNode, useEffect, useRef } from "react";
import { AnswerState, Notice, Placeholder } from "@/app/_components/answer-state";
import { Logo } from "@/app/_components/logo";
import { SharedPageContext } from "@/app/_components/use-is-shared";
import { DataProvider } from "@/app/_trpc/data-provider";
import { StillProvider } from "@/app/_trpc/live-provider";
import { createBrowserClient, type Failure, failureOf, useTRPC } from "@/app/_trpc/trpc";
import type { AppRouter } from "@/server/api/trpc/root";
import { SHARE_HEADER } from "@/server/domain/labs/granted-view";
import { formatMoment } from "@/app/_charts/frame/prepare-numbers";
import classes from "./shared-page.module.css";
import { createFrozenClient } from "./frozen-client";
import { fetchKeptAnswers } from "./kept-answers";
import { isRefusal, stateToRead } from "./prepare-opening";
import { SharedBody } from "./shared-body";
import { keepSecretForSignIn, useSecret } from "./use-secret";

/** One view of a lab for whoever has its link: its charts and tables, without a way to anything else. */
export function SharedPage() {
  const secret = useSecret();
  if (secret === undefined) return <Frame title="Shared view">{<Waiting />}</Frame>;
  if (secret === null) return <Frame title="Shared view">{<NothingHere />}</Frame>;
  return (
    <SharedPageContext value={true}>
      <DataProvider key={secret} createClient={() => createBrowserClient({ [SHARE_HEADER]: secret })}>
        <StillProvider>
          <OpenedPage secret={secret} />
        </StillProvider>
      </DataProvider>
    </SharedPageContext>
  );
}

/** So soon a link that was revoked stops where it is open, and what changed is shown. */
const LOOK_EVERY_MS = 10_000;

function OpenedPage({ secret }: { secret: string }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.shares.open.queryOptions(undefined, {
      ...{ staleTime: 0, refetchInterval: LOOK_EVERY_MS, refetchIntervalInBackground: true },
      ...{ refetchOnWindowFocus: true, gcTime: 0 },
    }),
  );
  useRereading(query.data?.state);
  const failure = query.isError ? failureOf(query.error) : null;
  if (failure && isRefusal(failure)) return <Refused failure={failure} />;
  if (!query.data) return <Frame title="Shared view">{failure ? <Away failure={failure} /> : <Waiting />}</Frame>;
  const { page, name } = query.data;
  return (
    // The page of a cell has its own heading.
    <Frame title={name} isHeading={page !== "cell"} aside={<Terms opened={query.data} isAway={failure !== null} />}>
      {query.data.frozen ? <FrozenBody opened={query.data} secret={secret} /> : <SharedBody opened={query.data} />}
    </Frame>
  );
}

/** Whatever is shown is read again when the lab has changed, and somebody looks at it. */
function useRereading(state: string | undefined): void {
  const queryClient = useQueryClient();
  const isVisible = useDocumentVisibility() === "visible";
  const read = useRef<string>(undefined);
  useEffect(() => {
    const next = stateToRead({ state, isVisible, read: read.current });
    if (next === null) return;
    read.current = next;
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isData(queryKey) });
  }, [state, isVisible, queryClient]);
}

/** All but what tells that there is a change. */
const isData = ([path]: readonly unknown[]) => !(Array.isArray(path) && path[0] === "shares");

type Opened = inferRouterOutputs<AppRouter>["shares"]["open"];

/** What a frozen view showed, drawn by the same parts; they ask what was kept. */
function FrozenBody({ opened, secret }: { opened: Opened; secret: string }) {
  const query = useQuery({
    queryKey: [["shares", "answers"]],
    queryFn: () => fetchKeptAnswers(secret),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data } = query;
  if (!data) return <AnswerState query={query} skeleton={<Waiting />} />;
  return (
    <DataProvider createClient={() => createFrozenClient(data)}>
      <SharedBody opened={opened} />
    </DataProvider>
  );
}

function Terms({ opened: { expiresAtMs, timeZone, frozen }, isAway }: { opened: Opened; isAway: boolean }) {
  const momentText = (atMs: number) => formatMoment(atMs, timeZone);
  return (
    <>
      {frozen
        ? `Snapshot as of ${momentText(frozen.takenAtMs)}, formulas version ${frozen.formulaVersion}, until ${momentText(expiresAtMs)}`
        : `Shared view, read only, until ${momentText(expiresAtMs)}`}
      {isAway && <span role="status"> · the server does not answer, this may be old</span>}
    </>
  );
}

function Refused({ failure: { kind } }: { failure: Failure }) {
  if (kind !== "signed_out") return <Frame title="Shared view">{<NothingHere />}</Frame>;
  return (
    <Frame title="Shared view">
      <Notice title="Sign in to see this view">
        <p>It is shared with people who have an account here.</p>
        <p>
          <a href="/sign-in?next=/shared" onClick={keepSecretForSignIn}>
            Sign in
          </a>
        </p>
      </Notice>
    </Frame>
  );
}

const NothingHere = () => (
  <Notice title="This link shows nothing">
    <p>It may have expired or been revoked, or a part of it is missing. Ask whoever gave it to you.</p>
  </Notice>
);

const Away = ({ failure: { message } }: { failure: Failure }) => (
  <Notice title="This did not load" role="alert">
    <p>{message} It is tried again by itself.</p>
  </Notice>
);

const Waiting = () => <Placeholder className={classes.waiting} />;

type FrameProps = { title: string; isHeading?: boolean; aside?: ReactNode; children: ReactNode };

function Frame({ title, isHeading = true, aside, children }: FrameProps) {
  const Title = isHeading ? "h1" : "p";
  return (
    <main className={classes.page}>
      <header className={classes.head}>
        <Logo isCompact />
        <Title className={classes.title}>
          <bdi>{title}</bdi>
        </Title>
        {aside && <p className={classes.terms}>{aside}</p>}
      </header>
      {children}
    </main>
  );
}
