import { GuideHint, GuideLink } from "@/app/_components/guide-hint";
import type { CellTests } from "@/server/domain/cells/cell-page";
import { UNCERTAINTY_LIMITS } from "@/server/domain/cycles/metrics";
import facts from "../_facts/facts.module.css";
import { PageSection } from "../page-section";
import { formationFacts } from "./prepare-formation";

/** What the first cycles told. */
export function Formation({ formation }: { formation: NonNullable<CellTests["formation"]> }) {
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
