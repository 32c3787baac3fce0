import { MenuButton } from "@/app/_components/menu/menu-button";
import { useIsShared } from "@/app/_components/use-is-shared";
import type { PageCell } from "../use-cell-queries";
import { sampleFiles } from "./prepare-sample-files";

/** Where every sample of the cell is downloaded; nothing on the page of a link, which shows charts and tables only. */
export function SamplesMenu({ page, tests }: { page: PageCell; tests: readonly string[] }) {
  if (useIsShared()) return null;
  return (
    <MenuButton label="Samples" summary="" isSmall isOpen={false}>
      {sampleFiles(page, tests).map(({ text, href }) => (
        <a key={href} href={href} download>
          {text}
        </a>
      ))}
    </MenuButton>
  );
}
