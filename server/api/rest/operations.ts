import { ingestOperation } from "../ingest/ingest-operation";
import { getBatchOperation } from "./batches";
import { createImportOperation, getImportOperation } from "./imports";
import { listCellsOperation, getCellOperation, putCellOperation, deleteCellOperation } from "./cells/cells";
import { listCyclesOperation } from "./cells/cell-cycles";
import { listStepsOperation } from "./cells/cell-steps";
import { getRateTestOperation } from "./cells/cell-rate-test";
import { listSamplesOperation } from "./cells/cell-samples";
import { createTagOperation, deleteTagOperation, listTagsOperation } from "./cells/cell-tags";
import { exportCellOperation, exportGroupingOperation, exportLabOperation } from "./exports";
import { listCurvesOperation } from "./cells/curves";
import { getAgeingOperation, listGroupAgeingOperation } from "./cells/ageing";
import { createAnnotationOperation, deleteAnnotationOperation, listAnnotationsOperation } from "./cells/annotations";
import { createExclusionOperation, deleteExclusionOperation, listExclusionsOperation } from "./cells/exclusions";
import { listMetadataFieldsOperation, createMetadataFieldOperation } from "./groups/metadata-fields";
import { listGroupCyclesOperation, listGroupDeviationsOperation } from "./groups/group-statistics";
import { listGroupingsOperation, createGroupingOperation } from "./groups/groupings";
import { createGrantOperation, deleteGrantOperation, listGrantsOperation } from "./grants";
import { listStraysOperation } from "./groups/strays";

/** Every operation of the REST API, by its id: what its route checks and its description says come from it. A test compares it with app/api/v1. */
export const OPERATIONS = {
  ingest: ingestOperation,
  getBatch: getBatchOperation,
  createImport: createImportOperation,
  getImport: getImportOperation,
  listCells: listCellsOperation,
  getCell: getCellOperation,
  putCell: putCellOperation,
  deleteCell: deleteCellOperation,
  listCycles: listCyclesOperation,
  listSteps: listStepsOperation,
  listSamples: listSamplesOperation,
  getRateTest: getRateTestOperation,
  listTags: listTagsOperation,
  createTag: createTagOperation,
  deleteTag: deleteTagOperation,
  exportCell: exportCellOperation,
  exportGrouping: exportGroupingOperation,
  exportLab: exportLabOperation,
  listCurves: listCurvesOperation,
  getAgeing: getAgeingOperation,
  listMetadataFields: listMetadataFieldsOperation,
  createMetadataField: createMetadataFieldOperation,
  listGroupings: listGroupingsOperation,
  createGrouping: createGroupingOperation,
  listExclusions: listExclusionsOperation,
  createExclusion: createExclusionOperation,
  deleteExclusion: deleteExclusionOperation,
  listAnnotations: listAnnotationsOperation,
  createAnnotation: createAnnotationOperation,
  deleteAnnotation: deleteAnnotationOperation,
  listGroupCycles: listGroupCyclesOperation,
  listGroupDeviations: listGroupDeviationsOperation,
  listStrays: listStraysOperation,
  listGrants: listGrantsOperation,
  createGrant: createGrantOperation,
  deleteGrant: deleteGrantOperation,
  listGroupAgeing: listGroupAgeingOperation,
} as const;
