import type { MetricName } from "../../../domain/cycles/metrics";
import type { LabScope } from "../../../lab-scope";
import { cellPeers } from "../../../statistics/cell-peers";
import type { CurveQuery } from "../../rest/cells/curve-query";
import { listCurveViews } from "../../rest/cells/curves";

export const PEER_KINDS = ["vq", "dqdv", "dvdq"] as const;

type RequestedPeers = {
  cell: string;
  groupingId: number;
  cycle: number;
  kind: (typeof PEER_KINDS)[number];
  /** Null for both. */
  mode: "charge" | "discharge" | null;
} & Pick<CurveQuery, "smoothing" | "gridAh">;

/**
 * Curves of one cycle of the cells that a cell is compared with: at most eleven of its group, none of them a stray, chosen evenly over the
 * capacity that they moved in that cycle.
 * @throws AppError `not_found`
 */
export async function peerCurves(scope: LabScope, requested: RequestedPeers) {
  const { cell, groupingId, cycle, kind, mode, smoothing, gridAh } = requested;
  const metric: MetricName = mode === "charge" ? "chargeCapacityAh" : "dischargeCapacityAh";
  const { group, chosen, middle, among, strays } = await cellPeers(scope, { cell, groupingId, cycle, metric });
  const query = { kind, cycles: String(cycle), ...(mode === null ? {} : { mode }), smoothing, gridAh };
  const peers = [];
  // One after the other: a lab's connections are everybody's.
  for (const peer of chosen) {
    const { curves } = await listCurveViews(scope, { params: { name: peer.cell }, query });
    peers.push({ cellId: peer.cellId, cell: peer.cell, isMiddle: peer === middle, curves });
  }
  return { kind, cycle, metric, group, peers, among, strays };
}
