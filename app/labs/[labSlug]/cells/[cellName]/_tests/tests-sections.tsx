"use client";

import dynamic from "next/dynamic";
import type { CellTests } from "@/server/domain/cells/cell-page";
import { useCellTests } from "../use-cell-queries";
import type { TestsProps } from "./tests-props";

// What not every cell has comes with its tables and charts.
const Formation = dynamic(() => import("./formation").then((loaded) => loaded.Formation), { ssr: false });
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

/** One rate alone is no test of rates. */
const hasRateTest = ({ rateTest }: CellTests) => rateTest.length > 1;
