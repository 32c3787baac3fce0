-- Up Migration

-- TimescaleDB logs two messages for each stretch that a refresh computes, of six lines each: 1,200 lines for 140 days that changed here and there.
-- They are left out where the owner may say so, until the days are computed; what fails stands in timescaledb_information.job_errors.
CREATE OR REPLACE PROCEDURE materialize_days(p_to timestamptz) LANGUAGE plpgsql
  AS $$
  DECLARE
    level text := current_setting('log_min_messages');
  BEGIN
    IF has_parameter_privilege('log_min_messages', 'SET') THEN
      PERFORM set_config('log_min_messages', 'fatal', false);
    END IF;
    CALL public.refresh_continuous_aggregate('public.samples_by_day', NULL, p_to);
    IF has_parameter_privilege('log_min_messages', 'SET') THEN
      PERFORM set_config('log_min_messages', level, false);
    END IF;
  END $$;
