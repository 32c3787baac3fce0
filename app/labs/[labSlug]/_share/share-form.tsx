"use client";

import { Button, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@/app/_components/link";
import { type FormEvent, useState } from "react";
import { CopyableCommand } from "@/app/_components/copyable-command";
import { Refusal } from "@/app/_components/refusal";
import { useTRPC } from "@/app/_trpc/trpc";
import { usePageQuestions } from "./use-page-questions";
import { ExpiryField, expiryAfter, USUAL_EXPIRY } from "./expiry-field";
import type { RequestedView } from "./prepare-share";
import classes from "./share.module.css";

type ShareFormProps = { labSlug: string; view: RequestedView };

const WITH_WORDS =
  "It shows what was noted of the cell and of its chamber, and the reasons of exclusions and tags, without the names of those who wrote them.";

/** To whom a view is shown and for how long; then its link, this once. */
export function ShareForm({ labSlug, view }: ShareFormProps) {
  const trpc = useTRPC();
  const [name, setName] = useState(view.name);
  const [who, setWho] = useState("anyone");
  const [days, setDays] = useState(USUAL_EXPIRY);
  const [numbers, setNumbers] = useState("live");
  const questions = usePageQuestions();
  const share = useMutation(trpc.grants.share.mutationOptions());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = { view: { ...view, name }, needsSignIn: who === "signedIn", expiresAt: expiryAfter(days) };
    share.mutate({ labSlug, given, questions: numbers === "frozen" ? questions() : null });
  };
  if (share.data) return <MadeShare labSlug={labSlug} path={share.data.path} />;
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="Whoever opens the link reads it"
          value={name}
          required
          withAsterisk={false}
          maxLength={128}
          autoComplete="off"
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Radio.Group label="Who sees it" value={who} onChange={setWho}>
          <Stack gap="xs" mt="xs">
            <Radio value="anyone" label="Anyone with the link" />
            <Radio value="signedIn" label="People with the link who are signed in here, in any lab" />
          </Stack>
        </Radio.Group>
        <Radio.Group label="Numbers" value={numbers} onChange={setNumbers}>
          <Stack gap="xs" mt="xs">
            <Radio value="live" label="As they go on" />
            <Radio
              value="frozen"
              label="As they are now, for a paper"
              description="Late samples, corrections and deleted cells change nothing in it."
            />
          </Stack>
        </Radio.Group>
        <ExpiryField days={days} onChange={setDays} />
        <p className={classes.hint}>
          The link shows these charts and tables and nothing else of the lab. Nobody can change anything by it.
          {view.page === "cell" && ` ${WITH_WORDS}`}
        </p>
        <Refusal error={share.error} />
        <Button type="submit" loading={share.isPending}>
          Make link
        </Button>
      </Stack>
    </form>
  );
}

function MadeShare({ labSlug, path }: { labSlug: string; path: string }) {
  return (
    <Stack gap="sm">
      <p>Copy it now: it is shown this once.</p>
      <CopyableCommand command={(origin) => `${origin}${path}`} />
      <p className={classes.hint}>
        <Link href={`/labs/${labSlug}/settings/links`}>Settings ▸ Links</Link> lists what is shared. A link that is
        revoked there stops within half a minute, also where it is open.
      </p>
    </Stack>
  );
}
