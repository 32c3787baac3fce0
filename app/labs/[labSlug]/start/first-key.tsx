"use client";

import { Button, SegmentedControl } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@/app/_components/link";
import { useState } from "react";
import { CopyableCommand } from "@/app/_components/copyable-command";
import { curlSnippet, pythonSnippet } from "@/app/_components/key-snippets";
import { useTRPC } from "@/app/_trpc/trpc";
import { Refusal } from "@/app/_components/refusal";

const LANGUAGES = [
  { value: "curl", label: "curl" },
  { value: "python", label: "Python" },
];

/** Makes a key and shows what sends a first sample with it. */
export function FirstKey({ labSlug }: { labSlug: string }) {
  const trpc = useTRPC();
  const [language, setLanguage] = useState("curl");
  const create = useMutation(trpc.keys.create.mutationOptions());
  if (!create.data) {
    return (
      <>
        <p>A cycler or a script sends samples over HTTPS, with a key of this lab.</p>
        <Refusal error={create.error} />
        <Button
          loading={create.isPending}
          onClick={() => create.mutate({ labSlug, name: "First key", scopes: ["ingest", "read", "manage"] })}
        >
          Create key
        </Button>
      </>
    );
  }
  const { apiKey } = create.data;
  return (
    <>
      <p>
        Paste this into a shell. The key in it is shown this once;{" "}
        <Link href={`/labs/${labSlug}/settings/keys`}>the page of keys</Link> revokes it.
      </p>
      <SegmentedControl aria-label="Language" data={LANGUAGES} value={language} onChange={setLanguage} />
      <CopyableCommand command={language === "curl" ? curlSnippet(apiKey) : pythonSnippet(apiKey)} />
    </>
  );
}
