-- Erasing a person reaches every machine: books say how far they are, and all names of the person leave the titles.
--
-- Only additions: a client of before goes on, and is shown as one that has not erased anybody yet.

SET LOCAL search_path = fuyu;

ALTER TABLE book ADD COLUMN clean bigint NOT NULL DEFAULT 0;  -- up to here its machine has erased what was to be

-- A book's machine has no file any more that holds anybody who was erased up to a number.
CREATE FUNCTION cleaned(p_team bigint, p_number int, p_seq bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
BEGIN
    PERFORM allowed(p_team, 'owner', 'caller', 'reader');
    UPDATE book b SET clean = p_seq
     WHERE b.team = p_team AND b.number = p_number AND b.login = session_user AND b.clean < p_seq;
END $$;

-- The books of the team, with how many of those who were erased each still has, as far as it has said.
CREATE FUNCTION books(p_team bigint)
RETURNS TABLE (number int, person text, is_member boolean, seen timestamptz, behind bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
BEGIN
    PERFORM allowed(p_team, 'owner', 'caller', 'reader');
    RETURN QUERY
    SELECT b.number, coalesce(m.person, b.login), m.login IS NOT NULL, b.seen, (
               SELECT count(*) FROM document d
                WHERE d.team = b.team AND d.kind = 'leads' AND d.erased AND d.seq > b.clean
           )
      FROM book b LEFT JOIN member m ON m.team = b.team AND m.login = b.login
     WHERE b.team = p_team ORDER BY b.number;
END $$;

-- The right to be forgotten: what was written of a lead goes, also of one that was deleted, with every name they had.
CREATE FUNCTION erase(p_team bigint, p_lead bigint, p_names text[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
DECLARE
    next bigint;
    gone int;
BEGIN
    PERFORM allowed(p_team, 'owner');
    UPDATE team t SET seq = t.seq + 1 WHERE t.team = p_team RETURNING t.seq INTO next;
    UPDATE document d SET body = NULL, erased = true, seq = next, at = clock_timestamp()
     WHERE d.team = p_team AND NOT d.erased AND (
           (d.kind = 'leads' AND d.id = p_lead)
        OR (d.kind <> 'leads' AND d.body ~ ('"lead"\s*:\s*' || p_lead || '(?![0-9])'))
    );
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE action a SET title = ''
     WHERE a.team = p_team
       AND EXISTS (SELECT FROM unnest(p_names) name WHERE name <> '' AND position(name in a.title) > 0);
    DELETE FROM claim c WHERE c.team = p_team AND c.lead = p_lead;
    PERFORM ring(p_team);
    RETURN gone;
END $$;

REVOKE ALL ON FUNCTION cleaned, books, erase(bigint, bigint, text[]) FROM public;
GRANT EXECUTE ON FUNCTION cleaned, books, erase(bigint, bigint, text[]) TO fuyu_team;
UPDATE about SET schema = 2;
