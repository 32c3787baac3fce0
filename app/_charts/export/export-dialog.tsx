"use client";

import { Button, CopyButton, SegmentedControl } from "@mantine/core";
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import { csvFile, saveFile } from "@/app/_components/browser/save-file";
import classes from "./chart-export.module.css";
import type { ChartPicture } from "./chart-picture";
import type { Picture } from "./compose-picture";
import { embedFonts } from "./embed-fonts";
import { ExportTable } from "./export-table";
import { FigureContext } from "./figure";
import { lettersOutside } from "./prepare-letters";
import { describeTable, toCsv } from "./prepare-chart-table";
import { FIGURE_SIZES, isSize, type Size, usePicture } from "./use-picture";
import { svgUrl, toPdf, toPng, toSvg } from "./write-picture";

type ExportDialogProps = {
  picture: ChartPicture;
  /** The chart as it stands on the page. */
  shown: RefObject<Element | null>;
  /** Whether the page shows no more than a sketch: what is drawn here is the picture as it is on the screen, too. */
  isSketch: boolean;
  onClose: () => void;
  /** The chart once more, for a figure of another size. */
  children: ReactNode;
};

/** As what a chart leaves the page. */
type ExportView = "picture" | "table" | "words";
const VIEWS: { value: ExportView; label: string }[] = [
  { value: "picture", label: "Picture" },
  { value: "table", label: "Table" },
  { value: "words", label: "In words" },
];

const SIZES = [
  { value: "screen", label: "As on the screen" },
  { value: "85", label: "85 mm" },
  { value: "180", label: "180 mm" },
];

/** A sketch is drawn wider where its place on the page is narrow. */
const LEAST_SCREEN_PX = 640;

/** What a chart shows as a file, a table, a text or a link. */
export function ExportDialog({ picture, shown, isSketch, onClose, children }: ExportDialogProps) {
  const [size, setSize] = useState<Size>("screen");
  const [view, setView] = useState<ExportView>("picture");
  const sheet = useRef<HTMLDivElement>(null);
  // As it was when the dialog opened, figures too: what is looked at does not change while samples arrive.
  const [kept] = useState(picture);
  const [drawn] = useState(children);
  const table = useMemo(() => kept.table(), [kept]);
  const words = useMemo(() => describeTable(kept.title, table), [kept, table]);
  const [screenWidth] = useState(() => Math.max(LEAST_SCREEN_PX, shown.current?.clientWidth ?? 0));
  const description = words.join(" ");
  const isOnPage = size === "screen" && !isSketch;
  const made = usePicture({ picture: kept, description, size, host: isOnPage ? shown : sheet, isOnPage });
  return (
    <Dialog isOpen title={kept.title} place="wide" onClose={onClose}>
      <div className={classes.controls}>
        <SegmentedControl
          size="xs"
          aria-label="What is shown here"
          value={view}
          data={VIEWS}
          onChange={(value) => setView(value)}
        />
        {view === "picture" && (
          <SegmentedControl
            size="xs"
            aria-label="Size of the picture"
            value={size}
            data={SIZES}
            onChange={(value) => isSize(value) && setSize(value)}
          />
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={classes.place} tabIndex={0} aria-label="What is exported">
        {view === "picture" && made && <Preview picture={made} alt={description} />}
        {view === "table" && <ExportTable table={table} />}
        {view === "words" && (
          <div className={classes.words}>
            {words.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        )}
      </section>
      <Actions name={fileName(kept.title)} picture={made} csv={() => toCsv(table)} />
      {!isOnPage && (
        <div
          className={classes.sheet}
          style={size === "screen" ? { width: screenWidth } : FIGURE_SIZES[size].style}
          ref={sheet}
          inert
        >
          <FigureContext value={size !== "screen"}>{drawn}</FigureContext>
        </div>
      )}
    </Dialog>
  );
}

function Preview({ picture, alt }: { picture: Picture; alt: string }) {
  const [svg, setSvg] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = (made: string) => isCurrent && setSvg(made);
    // Without its fonts it is still the picture, in others.
    embedFonts(picture.svg).then(show, () => show(picture.svg));
    return () => {
      isCurrent = false;
    };
  }, [picture]);
  if (svg === null) return null;
  return (
    // biome-ignore lint/performance/noImgElement: it is made here, and of no size that a server could know
    <img className={classes.preview} alt={alt} width={picture.width} height={picture.height} src={svgUrl(svg)} />
  );
}

const fileName = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");

type ActionsProps = { name: string; picture: Picture | null; csv: () => string };

function Actions({ name, picture, csv }: ActionsProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const save = (ending: string, make: (picture: Picture) => Blob | Promise<Blob>) => async () => {
    if (!picture) return;
    setFailure(null);
    try {
      saveFile(`${name}.${ending}`, await make(picture));
    } catch {
      setFailure(`The ${ending.toUpperCase()} could not be made. Try again when the server can be reached.`);
    }
  };
  const isWaiting = picture === null;
  const lost = useMemo(() => (picture === null ? "" : lettersOutside(picture.svg)), [picture]);
  return (
    <div className={classes.actions}>
      <Button variant="default" disabled={isWaiting} onClick={save("svg", toSvg)}>
        SVG
      </Button>
      <Button variant="default" disabled={isWaiting} onClick={save("png", toPng)}>
        PNG
      </Button>
      <Button variant="default" disabled={isWaiting} onClick={save("pdf", toPdf)}>
        PDF
      </Button>
      <Button variant="default" onClick={() => saveFile(`${name}.csv`, csvFile(csv()))}>
        CSV of what is shown
      </Button>
      <CopyButton value={window.location.href}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? "Copied" : "Copy link"}
          </Button>
        )}
      </CopyButton>
      {lost !== "" && (
        <p className={classes.lost}>
          The PDF lacks <bdi>{lost}</bdi>, which its font has not. SVG and PNG draw them in another font.
        </p>
      )}
      <p role="status" className={classes.note} data-tone={failure === null ? undefined : "error"}>
        {failure}
      </p>
    </div>
  );
}
