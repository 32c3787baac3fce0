-- Up Migration

-- As in 0009, but of equally old tests any: where the first ones fail for good, the others still get their turn.
CREATE OR REPLACE FUNCTION cells_of_old_formulas(p_version integer, p_limit integer)
  RETURNS TABLE (lab_id integer, cell_id integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT s.lab_id, s.cell_id FROM test_states s JOIN labs l ON l.lab_id = s.lab_id AND l.deleting_at IS NULL
    WHERE s.formula_version < p_version AND s.last_time IS NOT NULL
    GROUP BY s.lab_id, s.cell_id ORDER BY min(s.formula_version), random() LIMIT p_limit
  $$;
