-- Up Migration

-- A tombstone of a stretch of time: samples in it of batches up to `seq` are gone, the cell and its tests are not.
ALTER TABLE tombstones
  ADD COLUMN from_time timestamptz,
  ADD COLUMN to_time timestamptz,
  ADD CHECK ((from_time IS NULL) = (to_time IS NULL));
