// Charts that every cell's page loads after it is there, in one piece: together they are fewer bytes than each by itself.
export { CurvesChart } from "@/app/_charts/curves/curves-chart";
export { TimeSeriesChart } from "@/app/_charts/time-series/time-series-chart";
