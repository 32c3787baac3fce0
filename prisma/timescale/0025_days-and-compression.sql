-- Up Migration

-- What Community has beyond the Apache edition, and how nothing of it is ever stale (docs/decisions/0029-editions.md).

-- How many samples each test measured on each day (UTC). A continuous aggregate of the hours on Community; a table that stays empty on Apache,
-- where every day is counted when it is asked for. What it is, is what tells the editions apart.
CREATE TABLE samples_by_day (test_id integer NOT NULL, bucket timestamptz NOT NULL, n bigint NOT NULL);

-- How far the days were computed. `announced_to` is said first: whoever changes hours before it from then on notes which day it was. When all
-- who may not have heard of it have ended (transactions older than `announced_at`), the days are computed, and only then are they `known_to`.
CREATE TABLE day_state (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  announced_to timestamptz NOT NULL DEFAULT '-infinity',
  announced_at xid8,
  known_to timestamptz NOT NULL DEFAULT '-infinity',
  refreshed_at timestamptz,
  -- When the edition's jobs were made.
  settled_at timestamptz
);
INSERT INTO day_state DEFAULT VALUES;

-- Days of tests that changed after they were, or may have been, computed: read from the hours until they are computed again. `mark` is the
-- transaction that changed them last.
CREATE TABLE dirty_days (
  test_id integer NOT NULL,
  day timestamptz NOT NULL,
  mark xid8 NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (test_id, day)
);

CREATE FUNCTION note_dirty_day() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    hour samples_1h := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  BEGIN
    -- A statement sees what was announced before it began; what began earlier than its transaction's first row would not.
    IF hour.bucket < (SELECT announced_to FROM day_state)
       OR current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
      INSERT INTO dirty_days AS d (test_id, day, mark)
      VALUES (hour.test_id, time_bucket('1 day', hour.bucket), pg_current_xact_id())
      ON CONFLICT (test_id, day) DO UPDATE SET mark = excluded.mark WHERE d.mark <> excluded.mark;
    END IF;
    RETURN NULL;
  END $$;

-- From now on changed days are noted. The last two hours need none: no day is announced before it ended three hours ago.
CREATE FUNCTION watch_hours() RETURNS void LANGUAGE sql SET search_path = public, pg_temp
  AS $$
    CREATE TRIGGER written_hours AFTER INSERT OR UPDATE ON samples_1h
      FOR EACH ROW WHEN (NEW.bucket < clock_timestamp() - INTERVAL '2 hours') EXECUTE FUNCTION note_dirty_day();
    CREATE TRIGGER removed_hours AFTER DELETE ON samples_1h FOR EACH ROW EXECUTE FUNCTION note_dirty_day();
  $$;

CREATE PROCEDURE materialize_days(p_to timestamptz) LANGUAGE plpgsql
  AS $$ BEGIN CALL public.refresh_continuous_aggregate('public.samples_by_day', NULL, p_to); END $$;

-- Computes the days that ended three hours ago, or before `to` in its configuration, and those that changed. It may be ended at any point and
-- begun again.
CREATE PROCEDURE refresh_days(job_id integer DEFAULT NULL, config jsonb DEFAULT NULL) LANGUAGE plpgsql
  AS $$
  DECLARE
    target timestamptz := public.time_bucket('1 day', least((config ->> 'to')::timestamptz, now() - INTERVAL '3 hours'));
    state public.day_state;
    tests integer[];
    days timestamptz[];
    marks xid8[];
  BEGIN
    IF NOT pg_try_advisory_lock(4703265, -1) THEN RETURN; END IF;
    -- A number that is not given yet is another server's, from where the database was restored.
    UPDATE public.day_state SET announced_to = greatest(announced_to, target), announced_at = NULL
    WHERE announced_to < target OR announced_at > pg_snapshot_xmax(pg_current_snapshot());
    COMMIT;
    UPDATE public.day_state SET announced_at = pg_snapshot_xmax(pg_current_snapshot()) WHERE announced_at IS NULL;
    COMMIT;
    SELECT * INTO state FROM public.day_state;
    IF pg_snapshot_xmin(pg_current_snapshot()) >= state.announced_at THEN
      SELECT array_agg(test_id), array_agg(day), array_agg(mark) INTO tests, days, marks FROM public.dirty_days;
      COMMIT;
      IF tests IS NOT NULL OR state.known_to < state.announced_to THEN
        CALL public.materialize_days(state.announced_to);
        UPDATE public.day_state SET known_to = state.announced_to, refreshed_at = now();
        -- What changed again meanwhile has another mark, or somebody is about to give it one, and nobody waits for the other.
        DELETE FROM public.dirty_days WHERE (test_id, day) IN (
          SELECT d.test_id, d.day FROM public.dirty_days d JOIN unnest(tests, days, marks) AS done (test_id, day, mark)
            ON (d.test_id, d.day, d.mark) = (done.test_id, done.day, done.mark) FOR UPDATE OF d SKIP LOCKED);
        COMMIT;
      END IF;
    END IF;
    PERFORM pg_advisory_unlock(4703265, -1);
  END $$;

-- How many samples the lab of this transaction measured on each day of a stretch that begins and ends with days, and of how many tests.
CREATE FUNCTION usage_by_day(p_lab_id integer, p_from timestamptz, p_to timestamptz)
  RETURNS TABLE (day timestamptz, samples bigint, tests bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH own AS MATERIALIZED (SELECT t.test_id FROM tests t WHERE t.lab_id = p_lab_id AND p_lab_id = current_lab_id()),
    known AS MATERIALIZED (SELECT least(p_to, known_to) AS to_time, greatest(p_from, known_to) AS from_time FROM day_state),
    counted AS (
      SELECT b.bucket AS day, b.n FROM samples_by_day b JOIN own USING (test_id)
      WHERE b.bucket >= p_from AND b.bucket < (SELECT to_time FROM known)
        AND NOT EXISTS (SELECT FROM dirty_days d WHERE d.test_id = b.test_id AND d.day = b.bucket)
      UNION ALL
      SELECT d.day, sum(h.n) FROM dirty_days d JOIN own USING (test_id)
        JOIN samples_1h h ON h.test_id = d.test_id AND h.bucket >= d.day AND h.bucket < d.day + INTERVAL '1 day'
      WHERE d.day >= p_from AND d.day < (SELECT to_time FROM known) GROUP BY d.test_id, d.day
      UNION ALL
      SELECT time_bucket('1 day', h.bucket), sum(h.n) FROM samples_1h h JOIN own USING (test_id)
      WHERE h.bucket >= (SELECT from_time FROM known) AND h.bucket < p_to GROUP BY h.test_id, 1
    )
    SELECT c.day, sum(c.n)::bigint, count(*) FROM counted c GROUP BY c.day ORDER BY c.day
  $$;

-- Compression leaves the place of what was changed in a compressed chunk as it is. What was changed lies uncompressed beside it, dead or alive.
-- Writes chunks anew in which that is half as much as the rest, one a transaction; nobody reads a chunk meanwhile.
CREATE PROCEDURE rewrite_changed_chunks(job_id integer DEFAULT NULL, config jsonb DEFAULT NULL) LANGUAGE plpgsql
  AS $$
  DECLARE
    chunk regclass;
    least_bytes bigint := coalesce((config ->> 'least_bytes')::bigint, 16 * 1024 * 1024);
  BEGIN
    FOR chunk IN
      SELECT format('%I.%I', s.chunk_schema, s.chunk_name)::regclass FROM public.chunk_compression_stats('public.samples') s
      WHERE s.compression_status = 'Compressed' AND pg_relation_size(format('%I.%I', s.chunk_schema, s.chunk_name)::regclass)
                                                    >= greatest(least_bytes, s.after_compression_total_bytes / 2)
    LOOP
      SET LOCAL lock_timeout = '5s';
      BEGIN
        PERFORM public.decompress_chunk(chunk);
        PERFORM public.compress_chunk(chunk);
      EXCEPTION WHEN lock_not_available OR undefined_table THEN
        NULL; -- the next time
      END;
      COMMIT;
    END LOOP;
  END $$;

-- What the database keeps for the project where it is Community: the owner's jobs, by name.
CREATE FUNCTION edition_jobs() RETURNS TABLE (job_id integer, name text, owner name, is_scheduled boolean, schedule_interval interval)
  LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$
    SELECT j.job_id, j.proc_name::text, j.owner, j.scheduled, j.schedule_interval FROM timescaledb_information.jobs j
    WHERE (j.proc_schema = 'public' AND j.proc_name IN ('refresh_days', 'rewrite_changed_chunks'))
       OR (j.proc_name = 'policy_compression' AND j.hypertable_schema = 'public' AND j.hypertable_name = 'samples')
  $$;

-- Makes what Community has, where it is not there. Answers what the database is from then on.
CREATE FUNCTION settle_edition() RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$
  DECLARE
    is_licensed boolean := current_setting('timescaledb.license', true) = 'timescale';
    is_table boolean := (SELECT relkind = 'r' FROM pg_class WHERE oid = 'samples_by_day'::regclass);
  BEGIN
    IF NOT is_licensed AND is_table THEN RETURN 'apache'; END IF;
    IF NOT is_licensed THEN
      RAISE EXCEPTION 'this database is of TimescaleDB''s Community edition, and the server''s licence is not'
        USING HINT = 'Set timescaledb.license = timescale again; to leave Community run first: npm run migrate -- --leave-community';
    END IF;
    IF NOT EXISTS (SELECT FROM edition_jobs() WHERE name = 'policy_compression') THEN
      EXECUTE 'ALTER TABLE samples SET (timescaledb.compress, timescaledb.compress_segmentby = ''test_id'','
        ' timescaledb.compress_orderby = ''time, record'')';
      PERFORM add_compression_policy('samples', INTERVAL '14 days');
    END IF;
    IF NOT EXISTS (SELECT FROM edition_jobs() WHERE name = 'rewrite_changed_chunks') THEN
      PERFORM add_job('public.rewrite_changed_chunks', INTERVAL '1 day');
    END IF;
    IF is_table THEN
      DROP TABLE samples_by_day;
      IF NOT EXISTS (SELECT FROM timescaledb_information.hypertables
                     WHERE hypertable_schema = 'public' AND hypertable_name = 'samples_1h') THEN
        PERFORM create_hypertable('samples_1h', by_range('bucket', INTERVAL '1 year'),
                                  create_default_indexes => false, migrate_data => true);
      END IF;
      EXECUTE 'CREATE MATERIALIZED VIEW samples_by_day WITH (timescaledb.continuous, timescaledb.materialized_only = true) AS'
        ' SELECT test_id, time_bucket(''1 day'', bucket) AS bucket, sum(n)::bigint AS n FROM samples_1h GROUP BY 1, 2 WITH NO DATA';
      UPDATE day_state SET announced_to = '-infinity', announced_at = NULL, known_to = '-infinity', refreshed_at = NULL;
      DELETE FROM dirty_days;
      PERFORM watch_hours();
    END IF;
    IF NOT EXISTS (SELECT FROM edition_jobs() WHERE name = 'refresh_days') THEN
      PERFORM add_job('public.refresh_days', INTERVAL '10 minutes');
      UPDATE day_state SET settled_at = now();
    END IF;
    RETURN 'community';
  END $$;

-- Undoes settle_edition(), so that a server of the Apache edition can go on with the database. Chunks are decompressed one a transaction.
CREATE PROCEDURE leave_community() LANGUAGE plpgsql
  AS $$
  DECLARE
    chunk regclass;
    job integer;
  BEGIN
    IF (SELECT relkind = 'r' FROM pg_class WHERE oid = 'public.samples_by_day'::regclass) THEN RETURN; END IF;
    FOR job IN SELECT e.job_id FROM public.edition_jobs() e LOOP
      PERFORM public.delete_job(job);
    END LOOP;
    COMMIT;
    FOR chunk IN
      SELECT format('%I.%I', chunk_schema, chunk_name)::regclass FROM timescaledb_information.chunks
      WHERE hypertable_schema = 'public' AND hypertable_name = 'samples' AND is_compressed
    LOOP
      PERFORM public.decompress_chunk(chunk);
      COMMIT;
    END LOOP;
    ALTER TABLE public.samples SET (timescaledb.compress = false);
    DROP MATERIALIZED VIEW public.samples_by_day;
    DROP TRIGGER written_hours ON public.samples_1h;
    DROP TRIGGER removed_hours ON public.samples_1h;
    CREATE TABLE public.samples_by_day (test_id integer NOT NULL, bucket timestamptz NOT NULL, n bigint NOT NULL);
    UPDATE public.day_state SET announced_to = '-infinity', announced_at = NULL, known_to = '-infinity', refreshed_at = NULL;
    DELETE FROM public.dirty_days;
  END $$;

-- What an operator should know of it. One that fails is tried after pauses that grow to five of its turns, so what has not begun for six is dead.
CREATE FUNCTION edition_health() RETURNS TABLE (
  edition text, extension text, library text, failing_jobs text[], dead_jobs text[], dirty_days bigint, oldest_dirty_s double precision
)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT CASE (SELECT relkind FROM pg_class WHERE oid = 'samples_by_day'::regclass) WHEN 'r' THEN 'apache' ELSE 'community' END,
      a.installed_version, a.default_version,
      ARRAY(SELECT concat_ws(': ', e.name, (SELECT x.err_message FROM timescaledb_information.job_errors x
                                            WHERE x.job_id = e.job_id ORDER BY x.start_time DESC LIMIT 1))
            FROM edition_jobs() e JOIN timescaledb_information.job_stats s USING (job_id)
            WHERE s.last_run_status = 'Failed' ORDER BY 1),
      ARRAY(SELECT e.name FROM edition_jobs() e LEFT JOIN timescaledb_information.job_stats s USING (job_id)
            WHERE NOT e.is_scheduled OR NOT (SELECT rolcanlogin FROM pg_roles WHERE rolname = e.owner)
               OR greatest(s.last_run_started_at, pg_postmaster_start_time(), (SELECT settled_at FROM day_state))
                  < now() - 6 * e.schedule_interval - INTERVAL '10 minutes' ORDER BY 1),
      (SELECT count(*) FROM dirty_days), (SELECT extract(epoch FROM now() - min(since)) FROM dirty_days)
    FROM pg_available_extensions a WHERE a.name = 'timescaledb'
  $$;

REVOKE ALL ON FUNCTION usage_by_day, edition_health, note_dirty_day, watch_hours, edition_jobs, settle_edition FROM PUBLIC;
REVOKE ALL ON PROCEDURE materialize_days, refresh_days, rewrite_changed_chunks, leave_community FROM PUBLIC;
GRANT EXECUTE ON FUNCTION usage_by_day, edition_health TO ct_app;
