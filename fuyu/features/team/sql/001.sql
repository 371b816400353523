-- What a team keeps on its server. The file is run once, in one transaction, by whoever may create a schema here.
--
-- Every key begins with the team, so that one database has one team or thousands. Bodies are text: what a person wrote
-- comes back byte for byte, also what no JSON type of the server would take. Whoever writes locks the team's row first,
-- so that there is one order of all that is written, and no deadlock. Nobody writes to the tables but these functions.

CREATE SCHEMA fuyu;
SET LOCAL search_path = fuyu;

CREATE TABLE about (
    schema int NOT NULL,
    oldest_client int NOT NULL  -- clients that speak an older form of these calls go on alone
);
INSERT INTO about VALUES (1, 1);

CREATE TABLE team (
    team bigint PRIMARY KEY,
    name text NOT NULL UNIQUE,
    seq bigint NOT NULL DEFAULT 0,  -- how often anything was written
    books int NOT NULL DEFAULT 0    -- the last number that a book was given
);

CREATE TABLE member (
    team bigint NOT NULL REFERENCES team,
    login text NOT NULL,
    person text NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'caller', 'reader')),
    PRIMARY KEY (team, login)
);

CREATE TABLE book (
    team bigint NOT NULL REFERENCES team,
    number int NOT NULL,
    login text NOT NULL,
    device text NOT NULL,
    seen timestamptz NOT NULL,
    PRIMARY KEY (team, number)
);

CREATE TABLE document (
    team bigint NOT NULL REFERENCES team,
    kind text NOT NULL,
    id bigint NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    body text,  -- null: deleted
    erased boolean NOT NULL DEFAULT false,
    PRIMARY KEY (team, kind, id)
);
CREATE INDEX document_seq ON document (team, seq);

CREATE TABLE action (
    team bigint NOT NULL REFERENCES team,
    uid text NOT NULL,
    seq bigint NOT NULL,
    book int NOT NULL,
    person text NOT NULL,
    at timestamptz NOT NULL,
    verb text NOT NULL,
    title text NOT NULL,
    reverses text NOT NULL,  -- the uid of what an undo or a redo reverses; empty for all else
    PRIMARY KEY (team, uid)
);
CREATE INDEX action_seq ON action (team, seq);

CREATE TABLE claim (
    team bigint NOT NULL REFERENCES team,
    lead bigint NOT NULL,
    book int NOT NULL,
    person text NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (team, lead)
);

-- Who asks: nothing where they are not a member. It is the login of the session, not of the function.
CREATE FUNCTION me(p_team bigint, OUT person text, OUT role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
    SELECT person, role FROM member WHERE team = p_team AND login = session_user
$$;

-- Return the member who asks; raise where their role is none of those that may.
CREATE FUNCTION allowed(p_team bigint, VARIADIC p_roles text[]) RETURNS member
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
DECLARE
    mine member;
BEGIN
    SELECT * INTO mine FROM member m WHERE m.team = p_team AND m.login = session_user;
    IF mine.role IS NULL THEN
        RAISE EXCEPTION 'not a member' USING ERRCODE = 'FY001';
    ELSIF mine.role <> ALL (p_roles) THEN
        RAISE EXCEPTION 'a % may not', mine.role USING ERRCODE = 'FY002';
    END IF;
    RETURN mine;
END $$;

-- Tell every book that listens that there is something new; whoever does not hear it asks some seconds later.
CREATE FUNCTION ring(p_team bigint) RETURNS void
LANGUAGE sql SET search_path = fuyu, pg_temp AS $$
    SELECT pg_notify('fuyu_' || p_team, '')
$$;

-- The teams of whoever asks.
CREATE FUNCTION teams() RETURNS TABLE (team bigint, name text, person text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
    SELECT t.team, t.name, m.person, m.role FROM team t JOIN member m USING (team)
     WHERE m.login = session_user ORDER BY t.name
$$;

-- Make a team, whose first owner is whoever asks. Only the owner of the schema may.
CREATE FUNCTION make_team(p_name text, p_person text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    LOCK TABLE team IN EXCLUSIVE MODE;
    INSERT INTO team (team, name) SELECT coalesce(max(t.team), 0) + 1, p_name FROM team t RETURNING team INTO made;
    INSERT INTO member VALUES (made, session_user, p_person, 'owner');
    RETURN made;
END $$;

-- A book says which it is. A new one, a copy, or one of somebody else gets a number that no book has or ever had.
CREATE FUNCTION hello(
    p_team bigint, p_number int, p_device text,
    OUT number int, OUT seq bigint, OUT person text, OUT role text, OUT now timestamptz
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
BEGIN
    SELECT m.person, m.role INTO hello.person, hello.role FROM allowed(p_team, 'owner', 'caller', 'reader') m;
    now := clock_timestamp();
    UPDATE book b SET seen = hello.now
     WHERE b.team = p_team AND b.number = p_number AND b.device = p_device AND b.login = session_user
    RETURNING b.number INTO hello.number;
    IF hello.number IS NULL THEN
        UPDATE team t SET books = t.books + 1 WHERE t.team = p_team RETURNING t.books INTO hello.number;
        INSERT INTO book VALUES (p_team, hello.number, session_user, p_device, hello.now);
    END IF;
    DELETE FROM claim c WHERE c.team = p_team AND c.book = hello.number AND c.until < hello.now;
    SELECT t.seq INTO hello.seq FROM team t WHERE t.team = p_team;
END $$;

-- A book belongs to the team no more.
CREATE FUNCTION leave(p_team bigint, p_number int) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
    DELETE FROM claim c USING book b
     WHERE c.team = p_team AND c.book = p_number AND b.team = p_team AND b.number = p_number AND b.login = session_user;
    DELETE FROM book b WHERE b.team = p_team AND b.number = p_number AND b.login = session_user
$$;

-- Take actions, one or many, as one: their documents as they were before the first, and as they are after the last.
--
-- The outcome is `ok`; `known`, where one of the actions is here already; `stale`, where documents are others than the
-- book knows, which are returned; or `refused`, by a rule of the team: then all of the documents are returned.
CREATE FUNCTION push(
    p_team bigint, p_number int,
    p_uids text[], p_ats timestamptz[], p_verbs text[], p_titles text[], p_reverses text[],
    p_kinds text[], p_ids bigint[], p_befores text[], p_afters text[],
    OUT outcome text, OUT seq bigint,
    OUT kinds text[], OUT ids bigint[], OUT bodies text[], OUT ats timestamptz[], OUT erased boolean[]
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
DECLARE
    mine member := allowed(p_team, 'owner', 'caller');
    latest timestamptz := (SELECT least(max(x), clock_timestamp()) FROM unnest(p_ats) x);
BEGIN
    IF NOT EXISTS (SELECT FROM book b WHERE b.team = p_team AND b.number = p_number AND b.login = session_user) THEN
        RAISE EXCEPTION 'the book of somebody else' USING ERRCODE = 'FY003';
    END IF;
    SELECT t.seq INTO push.seq FROM team t WHERE t.team = p_team FOR UPDATE;
    IF EXISTS (SELECT FROM action a WHERE a.team = p_team AND a.uid = ANY (p_uids)) THEN
        outcome := 'known';
        RETURN;
    END IF;
    IF mine.role <> 'owner' AND EXISTS (
        SELECT FROM unnest(p_kinds, p_befores, p_afters) n (kind, before, after)
         WHERE n.kind = 'leads' AND asks_for_silence(n.before) AND NOT asks_for_silence(n.after)
    ) AND NOT EXISTS (  -- one's own slip can be undone
        SELECT FROM action a WHERE a.team = p_team AND a.uid = ANY (p_reverses) AND a.person = mine.person
    ) THEN
        outcome := 'refused';
    END IF;
    SELECT array_agg(n.kind), array_agg(n.id), array_agg(d.body), array_agg(coalesce(d.at, latest)),
           array_agg(coalesce(d.erased, false))
      INTO kinds, ids, bodies, ats, erased
      FROM unnest(p_kinds, p_ids, p_befores) n (kind, id, before)
      LEFT JOIN document d ON d.team = p_team AND d.kind = n.kind AND d.id = n.id
     WHERE outcome = 'refused' OR d.body IS DISTINCT FROM n.before OR d.erased;
    IF ids IS NOT NULL THEN
        outcome := coalesce(outcome, 'stale');
        RETURN;
    END IF;
    seq := seq + 1;
    INSERT INTO document AS d (team, kind, id, seq, at, body)
    SELECT p_team, n.kind, n.id, push.seq, latest, n.after FROM unnest(p_kinds, p_ids, p_afters) n (kind, id, after)
        ON CONFLICT ON CONSTRAINT document_pkey DO UPDATE SET seq = excluded.seq, at = excluded.at, body = excluded.body;
    INSERT INTO action
    SELECT p_team, n.uid, push.seq, p_number, mine.person, n.at, n.verb, n.title, n.reverses
      FROM unnest(p_uids, p_ats, p_verbs, p_titles, p_reverses) n (uid, at, verb, title, reverses);
    UPDATE team t SET seq = push.seq WHERE t.team = p_team;
    PERFORM ring(p_team);
    outcome := 'ok';
END $$;

-- Whether a lead is do-not-contact. It is not read as JSON: a text in it may be one that the server's JSON refuses.
CREATE FUNCTION asks_for_silence(p_body text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = fuyu, pg_temp AS $$
    SELECT coalesce(p_body ~ '"status"\s*:\s*"do_not_contact"', false)
$$;

-- What is new, whole actions each; and which of the actions that wait in the book are here: rows of the kind `action`.
CREATE FUNCTION since(p_team bigint, p_after bigint, p_most int, p_uids text[])
RETURNS TABLE (seq bigint, kind text, id bigint, at timestamptz, body text, erased boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
DECLARE
    mine member := allowed(p_team, 'owner', 'caller', 'reader');
    last bigint := (
        SELECT max(x.seq) FROM (
            SELECT d.seq FROM document d WHERE d.team = p_team AND d.seq > p_after ORDER BY d.seq LIMIT p_most
        ) x
    );
BEGIN
    RETURN QUERY
    SELECT d.seq, d.kind, d.id, d.at, d.body, d.erased
      FROM document d WHERE d.team = p_team AND d.seq > p_after AND d.seq <= last
    UNION ALL
    SELECT a.seq, 'action', 0::bigint, a.at, a.uid, false
      FROM action a WHERE a.team = p_team AND a.uid = ANY (p_uids)
    ORDER BY 1;
END $$;

-- How often anything was written, and who is at which lead.
CREATE FUNCTION news(
    p_team bigint, OUT seq bigint, OUT leads bigint[], OUT books int[], OUT people text[], OUT sinces timestamptz[]
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
DECLARE
    mine member := allowed(p_team, 'owner', 'caller', 'reader');
BEGIN
    SELECT t.seq INTO news.seq FROM team t WHERE t.team = p_team;
    SELECT array_agg(c.lead), array_agg(c.book), array_agg(c.person), array_agg(c.since)
      INTO leads, books, people, sinces
      FROM claim c WHERE c.team = p_team AND c.until > clock_timestamp();
END $$;

-- Be the one who contacts a lead, for some seconds, by the clock of the server; or learn who is.
CREATE FUNCTION claim(
    p_team bigint, p_number int, p_lead bigint, p_seconds int, OUT mine boolean, OUT person text, OUT since timestamptz
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
DECLARE
    asks member := allowed(p_team, 'owner', 'caller');
    t timestamptz := clock_timestamp();
BEGIN
    INSERT INTO claim AS c VALUES (p_team, p_lead, p_number, asks.person, t, t + p_seconds * interval '1 second')
        ON CONFLICT ON CONSTRAINT claim_pkey DO UPDATE
       SET book = excluded.book, person = excluded.person, until = excluded.until,
           since = CASE WHEN c.book = excluded.book AND c.until >= t THEN c.since ELSE excluded.since END
     WHERE c.book = excluded.book OR c.until < t;
    mine := FOUND;
    SELECT c.person, c.since INTO claim.person, claim.since FROM claim c WHERE c.team = p_team AND c.lead = p_lead;
    IF mine AND claim.since = t THEN  -- a renewal is no news
        PERFORM ring(p_team);
    END IF;
END $$;

-- Let a lead go; all of a book's for the lead null.
CREATE FUNCTION let_go(p_team bigint, p_number int, p_lead bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
BEGIN
    PERFORM allowed(p_team, 'owner', 'caller');
    DELETE FROM claim c WHERE c.team = p_team AND c.book = p_number AND (p_lead IS NULL OR c.lead = p_lead);
    IF FOUND THEN
        PERFORM ring(p_team);
    END IF;
END $$;

-- The right to be forgotten: what was written of a lead goes. Marks without a word stay, so that no old copy of a book
-- brings it back.
CREATE FUNCTION erase(p_team bigint, p_lead bigint, p_name text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
DECLARE
    next bigint;
    gone int;
BEGIN
    PERFORM allowed(p_team, 'owner');
    UPDATE team t SET seq = t.seq + 1 WHERE t.team = p_team RETURNING t.seq INTO next;
    UPDATE document d SET body = NULL, erased = true, seq = next, at = clock_timestamp()
     WHERE d.team = p_team AND d.body IS NOT NULL AND (
           (d.kind = 'leads' AND d.id = p_lead)
        OR (d.kind <> 'leads' AND d.body ~ ('"lead"\s*:\s*' || p_lead || '(?![0-9])'))
    );
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE action a SET title = '' WHERE a.team = p_team AND p_name <> '' AND position(p_name in a.title) > 0;
    PERFORM ring(p_team);
    RETURN gone;
END $$;

-- The members, with how many books each has and when one of them was last here.
CREATE FUNCTION members(p_team bigint) RETURNS TABLE (login text, person text, role text, books bigint, seen timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
BEGIN
    PERFORM allowed(p_team, 'owner', 'caller', 'reader');
    RETURN QUERY
    SELECT m.login, m.person, m.role, count(b.number), max(b.seen)
      FROM member m LEFT JOIN book b ON b.team = m.team AND b.login = m.login
     WHERE m.team = p_team GROUP BY m.login, m.person, m.role ORDER BY m.person, m.login;
END $$;

-- Make somebody a member, or give a member another role.
CREATE FUNCTION invite(p_team bigint, p_login text, p_person text, p_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
BEGIN
    PERFORM allowed(p_team, 'owner');
    PERFORM FROM team t WHERE t.team = p_team FOR UPDATE;
    INSERT INTO member AS m VALUES (p_team, p_login, p_person, p_role)
        ON CONFLICT ON CONSTRAINT member_pkey DO UPDATE SET person = excluded.person, role = excluded.role;
    PERFORM has_owner(p_team);
END $$;

-- Take a member out; return whether there was one.
CREATE FUNCTION remove(p_team bigint, p_login text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
DECLARE
    was_there boolean;
BEGIN
    PERFORM allowed(p_team, 'owner');
    PERFORM FROM team t WHERE t.team = p_team FOR UPDATE;
    DELETE FROM member m WHERE m.team = p_team AND m.login = p_login;
    was_there := FOUND;
    DELETE FROM claim c USING book b
     WHERE b.team = p_team AND b.login = p_login AND c.team = p_team AND c.book = b.number;
    PERFORM has_owner(p_team);
    RETURN was_there;
END $$;

-- Raise where a team is left without an owner: nobody could invite any more.
CREATE FUNCTION has_owner(p_team bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fuyu, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM member m WHERE m.team = p_team AND m.role = 'owner') THEN
        RAISE EXCEPTION 'no owner is left' USING ERRCODE = 'FY004';
    END IF;
END $$;

-- Reading by hand, for reports, is held to one's own teams. Writing goes through the functions.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['team', 'member', 'book', 'document', 'action', 'claim'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY mine ON %I FOR SELECT USING ((SELECT m.role FROM me(team) m) IS NOT NULL)', name);
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fuyu_team') THEN
        CREATE ROLE fuyu_team NOLOGIN;
    END IF;
END $$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA fuyu FROM public;
GRANT USAGE ON SCHEMA fuyu TO fuyu_team;
GRANT SELECT ON about, team, member, book, document, action, claim TO fuyu_team;
GRANT EXECUTE ON FUNCTION
    me, teams, hello, leave, push, since, news, claim, let_go, erase, members, invite, remove
TO fuyu_team;
