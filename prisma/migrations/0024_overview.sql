-- Up Migration

-- What a lab chose for its overview: the field that names the cyclers' channels, and the charts that are pinned to it.
ALTER TABLE labs
  ADD COLUMN channel_field_id integer,
  ADD COLUMN pinned_charts jsonb NOT NULL DEFAULT '[]',
  ADD FOREIGN KEY (lab_id, channel_field_id) REFERENCES metadata_fields (lab_id, metadata_field_id)
    ON DELETE SET NULL (channel_field_id);

GRANT UPDATE (channel_field_id, pinned_charts) ON labs TO ct_app;
