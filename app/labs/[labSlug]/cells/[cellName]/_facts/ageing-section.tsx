"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { GuideLink } from "@/app/_components/guide-hint";
import { useIsShared } from "@/app/_components/use-is-shared";
import type { CellAgeing } from "@/server/domain/ageing/cell-ageing";
import { formatFixed } from "@/app/_charts/frame/prepare-numbers";
import { PageSection } from "../page-section";
import { TableLink } from "../table-link";
import { useCellAgeing } from "../use-cell-queries";
import type { SectionProps } from "../_charts/section-props";
import type { ChangeCellPage } from "../use-cell-page-state";
import classes from "./facts.module.css";
import { ageingFacts, milestones } from "./prepare-ageing";

const DeltaQ = dynamic(() => import("./delta-q").then((loaded) => loaded.DeltaQ), { ssr: false });
/** The usual one to compare with; where it is missing, another is taken. */
const EARLY_CYCLE = 10;

/** End of life, knee and onset, each with its interval or the reason why there is none; how two cycles differ on demand. */
export function AgeingSection(props: SectionProps) {
  const { page, state, onChange } = props;
  const isShared = useIsShared();
  const isOpen = state.against !== null;
  const query = useCellAgeing(page);
  return (
    <PageSection title="Ageing" controls={<TableLink page={page} table="ageing" />}>
      {query.data ? (
        <Ageing ageing={query.data} onChange={onChange} />
      ) : (
        <AnswerState query={query} skeleton={<Placeholder className={classes.ageing} />} />
      )}
      {!isShared && (
        <Button
          className={classes.delta}
          variant="subtle"
          size="compact-xs"
          aria-expanded={isOpen}
          onClick={() => onChange({ against: isOpen ? null : EARLY_CYCLE })}
        >
          ΔQ(V) between two cycles
        </Button>
      )}
      {!isShared && isOpen && <DeltaQ {...props} />}
    </PageSection>
  );
}

function Ageing({ ageing, onChange }: { ageing: CellAgeing; onChange: ChangeCellPage }) {
  const reached = milestones(ageing);
  const { equivalentFullCycles } = ageing;
  const look = (cycle: number) => onChange({ cycle });
  return (
    <dl className={classes.ageing}>
      {ageingFacts(ageing).map(({ name, value, detail, cycle, title, guide }) => (
        <div key={name} title={title}>
          <dt>
            <GuideLink to={guide}>{name}</GuideLink>
          </dt>
          <dd>
            {cycle === null ? (
              <span className={classes.none}>{value}</span>
            ) : (
              <Look cycle={cycle} text={value} onLook={look} />
            )}
            <span className={classes.detail}>{detail}</span>
          </dd>
        </div>
      ))}
      <div>
        <dt>
          <GuideLink to="cyclesTo">Retention under</GuideLink>
        </dt>
        <dd>
          {reached.length === 0 && <span className={classes.none}>none of 95, 90, 80 and 70 %</span>}
          {reached.map(({ name, cycle }) => (
            <span key={name}>
              {name} from <Look cycle={cycle} text={`cycle ${cycle}`} onLook={look} />
            </span>
          ))}
        </dd>
      </div>
      <div>
        <dt>
          <GuideLink to="equivalentFullCycles">Equivalent full cycles</GuideLink>
        </dt>
        <dd>
          {equivalentFullCycles === null ? (
            <>
              <span className={classes.none}>–</span>
              <span className={classes.detail}>They need the nominal capacity of the cell.</span>
            </>
          ) : (
            formatFixed(equivalentFullCycles, 1)
          )}
        </dd>
      </div>
    </dl>
  );
}

function Look({ cycle, text, onLook }: { cycle: number; text: string; onLook: (cycle: number) => void }) {
  return (
    <button type="button" className={classes.look} title="Look at this cycle" onClick={() => onLook(cycle)}>
      {text}
    </button>
  );
}
