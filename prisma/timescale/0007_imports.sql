-- Up Migration

-- One row a cycler's file that was sent (docs/decisions/0018-imports-are-spooled.md).
CREATE TABLE imports (
  import_id uuid PRIMARY KEY,
  lab_id integer NOT NULL,
  status text NOT NULL CHECK (status IN ('receiving', 'queued', 'stored', 'failed', 'undoing', 'undone')),
  -- 'user:…' or 'key:…'
  actor text NOT NULL,
  file_name text,
  -- The cell that it is for; null where the file names its cells itself.
  cell text,
  -- All that decides what the bytes mean (server/services/import-options.ts).
  options jsonb NOT NULL,
  idempotency_key text,
  -- Of the bytes as they were sent.
  byte_size bigint,
  sha256 bytea,
  -- The number of all its samples, drawn when the last byte was read; null before.
  seq bigint,
  format text,
  samples integer NOT NULL DEFAULT 0,
  cycles integer,
  parts integer NOT NULL DEFAULT 0,
  -- Of these parts so many are in, and that is what they came to.
  parts_done integer NOT NULL DEFAULT 0,
  inserted integer NOT NULL DEFAULT 0,
  replaced integer NOT NULL DEFAULT 0,
  unchanged integer NOT NULL DEFAULT 0,
  -- Samples that its undoing took away.
  removed integer NOT NULL DEFAULT 0,
  -- What the reader of the file said of it (server/services/import-summary.ts).
  summary jsonb,
  error text,
  started_at timestamptz NOT NULL DEFAULT now(),
  -- When it last moved on: what stands still for long was given up by whoever moved it.
  touched_at timestamptz NOT NULL DEFAULT now(),
  received_at timestamptz,
  stored_at timestamptz,
  undone_at timestamptz,
  -- What hangs on an import must be of its own lab: foreign keys look past row security.
  UNIQUE (lab_id, import_id)
);
CREATE INDEX imports_lab_id_seq_idx ON imports (lab_id, seq);
CREATE INDEX imports_open_idx ON imports (lab_id, status) WHERE status IN ('receiving', 'queued', 'undoing');

-- The spool: samples that were read and are not stored yet, packed (server/domain/packed-samples.ts). A part is one batch of the ledger, under
-- an id that it keeps.
CREATE TABLE import_parts (
  import_id uuid NOT NULL,
  lab_id integer NOT NULL,
  ordinal integer NOT NULL,
  batch_id uuid NOT NULL,
  cell text NOT NULL,
  test text NOT NULL,
  samples integer NOT NULL,
  columns integer[] NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (import_id, ordinal),
  FOREIGN KEY (lab_id, import_id) REFERENCES imports (lab_id, import_id) ON DELETE CASCADE
);
-- They live for seconds: compressing them costs more than it saves.
ALTER TABLE import_parts ALTER bytes SET STORAGE EXTERNAL;

-- The tests that an import goes into.
CREATE TABLE import_tests (
  import_id uuid NOT NULL,
  lab_id integer NOT NULL,
  -- As the import calls them.
  cell text NOT NULL,
  test text NOT NULL,
  samples integer NOT NULL,
  from_time timestamptz NOT NULL,
  to_time timestamptz NOT NULL,
  -- To be added to its cycles where the import makes it: a test that the cycler began again goes on behind the one before.
  cycle_offset integer NOT NULL DEFAULT 0,
  -- Which test and cell it was, known from its first part on, whatever they are called later; and whether the import made them.
  test_id integer,
  cell_id integer,
  is_new_cell boolean,
  is_new_test boolean,
  -- Whether it was deleted behind the import.
  is_buried boolean NOT NULL DEFAULT false,
  -- The end that the import gave to the test.
  ended_at timestamptz,
  PRIMARY KEY (import_id, cell, test),
  FOREIGN KEY (lab_id, import_id) REFERENCES imports (lab_id, import_id) ON DELETE CASCADE
);
CREATE INDEX import_tests_test_id_idx ON import_tests (test_id);

-- Samples that were there, equal, when an import came: it raised their number, and its undoing gives them back the one that they had. A row is a
-- stretch of the import's own samples of one test, both ends included.
CREATE TABLE import_raised (
  import_id uuid NOT NULL,
  lab_id integer NOT NULL,
  test_id integer NOT NULL,
  from_time timestamptz NOT NULL,
  from_record integer NOT NULL,
  to_time timestamptz NOT NULL,
  to_record integer NOT NULL,
  seq bigint NOT NULL,
  is_given_back boolean NOT NULL DEFAULT false,
  PRIMARY KEY (import_id, test_id, from_time, from_record),
  FOREIGN KEY (lab_id, import_id) REFERENCES imports (lab_id, import_id) ON DELETE CASCADE
);

GRANT SELECT, INSERT, UPDATE, DELETE ON imports, import_parts, import_tests TO ct_app;
GRANT SELECT, DELETE ON import_raised TO ct_app; -- written by upsert_samples alone

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['imports', 'import_parts', 'import_tests', 'import_raised'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY %I ON %I TO ct_app USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id())',
      name || '_of_lab', name);
  END LOOP;
END $$;

CREATE TRIGGER imports_of_open_labs BEFORE INSERT ON imports
  FOR EACH STATEMENT EXECUTE FUNCTION lock_lab_for_writing();
CREATE TRIGGER import_parts_of_open_labs BEFORE INSERT ON import_parts
  FOR EACH STATEMENT EXECUTE FUNCTION lock_lab_for_writing();

-- Writes down which of these samples are stored with equal values under a lower number, before they are stored under the import's.
CREATE FUNCTION note_raised_samples(
  p_lab_id integer, p_import_id uuid, p_test_id integer, p_seq bigint[], p_time timestamptz[], p_record integer[],
  p_voltage_v double precision[], p_current_a double precision[], p_temperature_c double precision[],
  p_test_time_s double precision[], p_cycle integer[], p_step integer[], p_step_count integer[], p_mode smallint[]
) RETURNS void
  LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$
  DECLARE
    from_time timestamptz := (SELECT min(t) FROM unnest(p_time) t);
    to_time timestamptz := (SELECT max(t) FROM unnest(p_time) t);
  BEGIN
    INSERT INTO import_raised (import_id, lab_id, test_id, from_time, from_record, to_time, to_record, seq)
    SELECT p_import_id, p_lab_id, p_test_id, min(time), (array_agg(record ORDER BY time, record))[1],
           max(time), (array_agg(record ORDER BY time DESC, record DESC))[1], before
    FROM (
      SELECT i.time, i.record, s.seq AS before,
             -- Neighbours that had one number share the difference of these two.
             row_number() OVER (ORDER BY i.time, i.record)
               - row_number() OVER (PARTITION BY s.seq ORDER BY i.time, i.record) AS stretch
      FROM unnest(p_seq, p_time, p_record, p_voltage_v, p_current_a, p_temperature_c, p_test_time_s,
                  p_cycle, p_step, p_step_count, p_mode)
        AS i (seq, time, record, voltage_v, current_a, temperature_c, test_time_s, cycle, step, step_count, mode)
      LEFT JOIN samples s
        ON s.test_id = p_test_id AND s.time = i.time AND s.record = i.record AND s.time BETWEEN from_time AND to_time
       AND s.seq < i.seq
       AND (s.voltage_v, s.current_a, s.temperature_c, s.test_time_s, s.cycle, s.step, s.step_count, s.mode)
           IS NOT DISTINCT FROM
           (i.voltage_v, i.current_a, i.temperature_c, i.test_time_s, i.cycle, i.step, i.step_count, i.mode)
    ) compared
    WHERE before IS NOT NULL GROUP BY before, stretch
    ON CONFLICT DO NOTHING;
  END $$;

-- As in 0001; where the samples are an import's, what they raise is written down first.
CREATE OR REPLACE FUNCTION upsert_samples(
  p_lab_id integer, p_test_id integer, p_seq bigint[], p_time timestamptz[], p_record integer[],
  p_voltage_v double precision[], p_current_a double precision[], p_temperature_c double precision[],
  p_test_time_s double precision[], p_cycle integer[], p_step integer[], p_step_count integer[], p_mode smallint[]
) RETURNS TABLE (batch_seq bigint, inserted integer, replaced integer, unchanged integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    from_time timestamptz := (SELECT min(t) FROM unnest(p_time) t);
    to_time timestamptz := (SELECT max(t) FROM unnest(p_time) t);
    of_import uuid;
  BEGIN
    IF NOT EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])) THEN
      RAISE EXCEPTION 'test % is not of lab %', p_test_id, p_lab_id;
    END IF;
    -- An import's samples are stored part by part, never together with others.
    SELECT i.import_id INTO of_import FROM imports i WHERE i.lab_id = p_lab_id AND i.seq = p_seq[1];
    IF of_import IS NOT NULL THEN
      PERFORM note_raised_samples(p_lab_id, of_import, p_test_id, p_seq, p_time, p_record, p_voltage_v, p_current_a,
                                  p_temperature_c, p_test_time_s, p_cycle, p_step, p_step_count, p_mode);
    END IF;
    RETURN QUERY
    WITH incoming AS (
      SELECT * FROM unnest(p_seq, p_time, p_record, p_voltage_v, p_current_a, p_temperature_c, p_test_time_s,
                           p_cycle, p_step, p_step_count, p_mode)
        AS i (seq, time, record, voltage_v, current_a, temperature_c, test_time_s, cycle, step, step_count, mode)
    ), compared AS (
      SELECT i.seq, s.seq IS NULL AS is_new,
             s.seq < i.seq AND
             (s.voltage_v, s.current_a, s.temperature_c, s.test_time_s, s.cycle, s.step, s.step_count, s.mode)
             IS DISTINCT FROM
             (i.voltage_v, i.current_a, i.temperature_c, i.test_time_s, i.cycle, i.step, i.step_count, i.mode) AS differs
      FROM incoming i LEFT JOIN samples s
        ON s.test_id = p_test_id AND s.time = i.time AND s.record = i.record AND s.time BETWEEN from_time AND to_time
    ), stored AS (
      INSERT INTO samples AS s (test_id, time, record, seq, voltage_v, current_a, temperature_c, test_time_s,
                                cycle, step, step_count, mode)
      SELECT p_test_id, i.time, i.record, i.seq, i.voltage_v, i.current_a, i.temperature_c, i.test_time_s,
             i.cycle, i.step, i.step_count, i.mode
      FROM incoming i
      ON CONFLICT (test_id, time, record) DO UPDATE
        SET seq = excluded.seq, voltage_v = excluded.voltage_v, current_a = excluded.current_a,
            temperature_c = excluded.temperature_c, test_time_s = excluded.test_time_s, cycle = excluded.cycle,
            step = excluded.step, step_count = excluded.step_count, mode = excluded.mode
        WHERE s.seq < excluded.seq
      RETURNING 1
    )
    SELECT c.seq, count(*) FILTER (WHERE c.is_new)::integer, count(*) FILTER (WHERE NOT c.is_new AND c.differs)::integer,
           count(*) FILTER (WHERE NOT c.is_new AND NOT c.differs)::integer
      FROM compared c GROUP BY c.seq;
  END
  $$;

-- How many samples of a test a number wrote, in a stretch of time.
CREATE FUNCTION count_samples_of_seq(
  p_lab_id integer, p_test_id integer, p_seq bigint, p_from timestamptz, p_to timestamptz
) RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT count(*) FROM samples s
    WHERE s.test_id = p_test_id AND s.time BETWEEN p_from AND p_to AND s.seq = p_seq
      AND EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id]))
  $$;

-- Gives samples of a test that an import only confirmed the number back that they had, some stretches at a time: ask again until it answers 0.
-- Imports that were undone before and wrote some of them have something to take away again, and to give back.
CREATE FUNCTION give_back_raised_samples(p_lab_id integer, p_import_id uuid, p_test_id integer, p_limit integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    own_seq bigint;
    raised import_raised;
    undone uuid;
    samples_left integer := p_limit;
    changed integer;
    stretches integer := 0;
  BEGIN
    IF NOT EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])) THEN
      RAISE EXCEPTION 'test % is not of lab %', p_test_id, p_lab_id;
    END IF;
    SELECT i.seq INTO own_seq FROM imports i WHERE i.lab_id = p_lab_id AND i.import_id = p_import_id;
    FOR raised IN
      SELECT * FROM import_raised r
      WHERE r.lab_id = p_lab_id AND r.import_id = p_import_id AND r.test_id = p_test_id AND NOT r.is_given_back
      ORDER BY r.from_time, r.from_record LIMIT p_limit
    LOOP
      UPDATE samples s SET seq = raised.seq
      WHERE s.test_id = p_test_id AND s.time >= raised.from_time AND s.time <= raised.to_time
        AND (s.time, s.record) >= (raised.from_time, raised.from_record)
        AND (s.time, s.record) <= (raised.to_time, raised.to_record) AND s.seq = own_seq;
      GET DIAGNOSTICS changed = ROW_COUNT;
      IF changed > 0 THEN
        UPDATE imports i SET status = 'undoing'
        WHERE i.lab_id = p_lab_id AND i.seq = raised.seq AND i.status = 'undone' RETURNING i.import_id INTO undone;
        IF undone IS NOT NULL THEN
          UPDATE import_raised r SET is_given_back = false WHERE r.lab_id = p_lab_id AND r.import_id = undone;
        END IF;
      END IF;
      UPDATE import_raised r SET is_given_back = true
      WHERE r.import_id = p_import_id AND r.test_id = p_test_id
        AND r.from_time = raised.from_time AND r.from_record = raised.from_record;
      stretches := stretches + 1;
      samples_left := samples_left - greatest(changed, 1);
      EXIT WHEN samples_left <= 0;
    END LOOP;
    RETURN stretches;
  END $$;

-- Removes some of the samples of a test that a number wrote, the latest first, and what the zoom levels hold of them. On Community the
-- aggregates follow by themselves. Answers how many, and where they lay; no row when there are none.
CREATE FUNCTION delete_samples_of_seq(
  p_lab_id integer, p_test_id integer, p_seq bigint, p_from timestamptz, p_to timestamptz, p_limit integer
) RETURNS TABLE (deleted bigint, first_time timestamptz, last_time timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])) THEN
      RAISE EXCEPTION 'test % is not of lab %', p_test_id, p_lab_id;
    END IF;
    SELECT min(w.time), max(w.time) INTO first_time, last_time FROM (
      SELECT s.time FROM samples s
      WHERE s.test_id = p_test_id AND s.time BETWEEN p_from AND p_to AND s.seq = p_seq
      ORDER BY s.time DESC LIMIT p_limit) w;
    IF first_time IS NULL THEN RETURN; END IF;
    DELETE FROM samples s
      WHERE s.test_id = p_test_id AND s.time >= first_time AND s.time <= last_time AND s.seq = p_seq;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    IF NOT is_community_edition() THEN
      DELETE FROM samples_1m z WHERE z.test_id = p_test_id
        AND z.bucket >= time_bucket('1 minute', first_time) AND z.bucket <= last_time;
      DELETE FROM samples_1h z WHERE z.test_id = p_test_id
        AND z.bucket >= time_bucket('1 hour', first_time) AND z.bucket <= last_time;
      PERFORM refresh_zoom_levels(p_lab_id, ARRAY[p_test_id], ARRAY[first_time], ARRAY[last_time]);
    END IF;
    RETURN NEXT;
  END $$;

-- Imports of all labs that somebody has to go on with: those that wait for a worker or for being undone, and those whose sender or whose
-- process has been gone for an hour.
CREATE FUNCTION open_imports() RETURNS TABLE (lab_id integer, import_id uuid, status text, parts_done integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT i.lab_id, i.import_id, i.status, i.parts_done FROM imports i
    WHERE i.status IN ('queued', 'undoing') OR (i.status = 'receiving' AND i.touched_at < now() - INTERVAL '1 hour')
    ORDER BY i.import_id
  $$;
