"use client";

import dynamic from "next/dynamic";
import { GuideHint, GuideLink } from "@/app/_components/guide-hint";
import type { CellTests } from "@/server/domain/cells/cell-page";
import { UNCERTAINTY_LIMITS } from "@/server/domain/cycles/metrics";
import facts from "../_facts/facts.module.css";
import { PageSection } from "../page-section";
import { useCellTests } from "../use-cell-queries";
import { formationFacts, hasRateTest } from "./prepare-formation";
import type { TestsProps } from "./tests-props";

// What few cells have comes with its tables and charts.
const RateTest = dynamic(() => import("./measured-tests").then((loaded) => loaded.RateTest), { ssr: false });
const Pulses = dynamic(() => import("./measured-tests").then((loaded) => loaded.Pulses), { ssr: false });

/** What formation, a rate test and pulses told of the cell; each only where it had one. */
export function TestsSections(props: TestsProps) {
  const { data } = useCellTests(props.page);
  if (!data) return null;
  return (
    <>
      {data.formation && <Formation formation={data.formation} />}
      {hasRateTest(data) && <RateTest page={props.page} steps={data.rateTest} />}
      {data.pulses.length > 0 && <Pulses {...props} pulses={data.pulses} more={data.morePulses} />}
    </>
  );
}

function Formation({ formation }: { formation: NonNullable<CellTests["formation"]> }) {
  const hasBound = formation.efficiencyUncertainty !== null;
  return (
    <PageSection
      title="Formation"
      controls={
        <GuideHint label="How first-cycle efficiency is defined" to="firstCycleEfficiency">
          <p>
            Of the first complete, non-partial cycle: what its discharge returned of its charge, and what it did not.
          </p>
          {hasBound && <p>At most ± is {UNCERTAINTY_LIMITS}.</p>}
        </GuideHint>
      }
    >
      <dl className={facts.ageing}>
        {formationFacts(formation).map(({ name, value, detail, guide }) => (
          <div key={name}>
            <dt>
              <GuideLink to={guide}>{name}</GuideLink>
            </dt>
            <dd>
              {value}
              <span className={facts.detail}>{detail}</span>
            </dd>
          </div>
        ))}
      </dl>
    </PageSection>
  );
}
