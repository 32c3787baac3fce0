import { ingestOperation } from "../ingest/ingest-operation";
import { getBatchOperation } from "./batches";
import { createImportOperation, getImportOperation } from "./imports";
import { listCellsOperation, getCellOperation, putCellOperation, deleteCellOperation } from "./cells";
import { listCyclesOperation } from "./cell-cycles";
import { listStepsOperation } from "./cell-steps";
import { getRateTestOperation } from "./cell-rate-test";
import { listSamplesOperation } from "./cell-samples";
import { createTagOperation, deleteTagOperation, listTagsOperation } from "./cell-tags";
import { exportCellOperation, exportGroupingOperation, exportLabOperation } from "./exports";
import { listCurvesOperation } from "./curves";
import { getAgeingOperation, listGroupAgeingOperation } from "./ageing";
import { createAnnotationOperation, deleteAnnotationOperation, listAnnotationsOperation } from "./annotations";
import { createExclusionOperation, deleteExclusionOperation, listExclusionsOperation } from "./exclusions";
import { listMetadataFieldsOperation, createMetadataFieldOperation } from "./metadata-fields";
import {
  listGroupingsOperation,
  createGroupingOperation,
  listGroupCyclesOperation,
  listGroupDeviationsOperation,
} from "./groupings";
import { createGrantOperation, deleteGrantOperation, listGrantsOperation } from "./grants";
import { listStraysOperation } from "./strays";

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
