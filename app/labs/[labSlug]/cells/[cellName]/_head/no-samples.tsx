import { Link } from "@/app/_components/link";
import { Notice } from "@/app/_components/answer-state";
import { useIsShared } from "@/app/_components/use-is-shared";
import { may, type Role } from "@/server/domain/labs/permissions";

type NoSamplesProps = { labSlug: string; cell: string; role: Role };

/** What will be here, and how it comes. */
export function NoSamples({ labSlug, cell, role }: NoSamplesProps) {
  if (useIsShared()) return <Notice title="No sample of this cell yet" />;
  return (
    <Notice title="No sample of this cell yet">
      <p>
        Its first sample draws voltage and current over time, its first step a voltage profile, and each cycle one more
        point of capacity and efficiency. This page shows them as they arrive.
      </p>
      <p>
        A cycler or a script sends samples of <bdi>“{cell}”</bdi> as <a href="/docs/api">the API page</a> says
        {may(role, "imports") ? (
          <>
            , or <Link href={`/labs/${labSlug}/import`}>import its files</Link>.
          </>
        ) : (
          "."
        )}
      </p>
    </Notice>
  );
}
