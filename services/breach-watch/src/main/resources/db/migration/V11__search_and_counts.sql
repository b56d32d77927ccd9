-- SPDX-License-Identifier: Apache-2.0
-- A part of a text is found by the three characters in a row that it has. The extension comes with PostgreSQL, and whoever owns
-- a database may create it there.
create extension if not exists pg_trgm;
create index finding_text on finding
    using gin (lower(address || chr(10) || coalesce(owner, '') || chr(10) || summary) gin_trgm_ops);

-- How many findings are alike: the sum over all rows that say so. Who changes findings only adds rows, so nobody waits for
-- another; from time to time rows that are alike become one.
create table finding_tally (
    position  bigint generated always as identity primary key,
    kind      text not null,
    state     text not null,
    severity  text not null,
    closed_as text,
    assignee  text,
    findings  bigint not null
);

create function tally_findings() returns trigger language plpgsql as $$
begin
    case tg_op
        when 'INSERT' then
            insert into finding_tally (kind, state, severity, closed_as, assignee, findings)
            select kind, state, severity, closed_as, assignee, count(*) from became group by 1, 2, 3, 4, 5;
        when 'UPDATE' then
            insert into finding_tally (kind, state, severity, closed_as, assignee, findings)
            select kind, state, severity, closed_as, assignee, sum(findings) from (
                select kind, state, severity, closed_as, assignee, 1 as findings from became
                union all select kind, state, severity, closed_as, assignee, -1 from was) moved
            group by 1, 2, 3, 4, 5 having sum(findings) <> 0;
        when 'DELETE' then
            insert into finding_tally (kind, state, severity, closed_as, assignee, findings)
            select kind, state, severity, closed_as, assignee, -count(*) from was group by 1, 2, 3, 4, 5;
        else
            delete from finding_tally;
    end case;
    return null;
end $$;
create trigger finding_tally_of_new after insert on finding
    referencing new table as became for each statement execute function tally_findings();
create trigger finding_tally_of_changed after update on finding
    referencing old table as was new table as became for each statement execute function tally_findings();
create trigger finding_tally_of_removed after delete on finding
    referencing old table as was for each statement execute function tally_findings();
create trigger finding_tally_of_none after truncate on finding for each statement execute function tally_findings();

insert into finding_tally (kind, state, severity, closed_as, assignee, findings)
select kind, state, severity, closed_as, assignee, count(*) from finding group by 1, 2, 3, 4, 5;

-- Accounts with a password that others know: the score of the fleet counts them.
create index finding_exposing on finding (account_id)
    where state = 'OPEN' and kind in ('CREDENTIAL_LEAKED', 'STEALER_LOG', 'PASSWORD_PWNED');

-- Few sign-ins come from marked addresses.
create index login_marked on login using gin (marks) where marks is not null;
