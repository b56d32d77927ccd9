-- SPDX-License-Identifier: Apache-2.0
-- How many findings each breach led to, as finding_tally says it of all: a fleet has hundreds of thousands of them in some
-- hundred breaches, and whoever asks for a page of breaches would wait until all are counted.
create table breach_tally (
    position      bigint generated always as identity primary key,
    breach        text not null,
    state         text not null,
    severity      text not null,
    severity_rank smallint not null,
    findings      bigint not null
);

create function tally_breaches() returns trigger language plpgsql as $$
begin
    case tg_op
        when 'INSERT' then
            insert into breach_tally (breach, state, severity, severity_rank, findings)
            select breach, state, severity, severity_rank, count(*) from became where breach is not null group by 1, 2, 3, 4;
        when 'UPDATE' then
            insert into breach_tally (breach, state, severity, severity_rank, findings)
            select breach, state, severity, severity_rank, sum(findings) from (
                select breach, state, severity, severity_rank, 1 as findings from became where breach is not null
                union all select breach, state, severity, severity_rank, -1 from was where breach is not null) moved
            group by 1, 2, 3, 4 having sum(findings) <> 0;
        when 'DELETE' then
            insert into breach_tally (breach, state, severity, severity_rank, findings)
            select breach, state, severity, severity_rank, -count(*) from was where breach is not null group by 1, 2, 3, 4;
        else
            truncate breach_tally;
    end case;
    return null;
end $$;
create trigger breach_tally_of_new after insert on finding
    referencing new table as became for each statement execute function tally_breaches();
create trigger breach_tally_of_changed after update on finding
    referencing old table as was new table as became for each statement execute function tally_breaches();
create trigger breach_tally_of_removed after delete on finding
    referencing old table as was for each statement execute function tally_breaches();
create trigger breach_tally_of_none after truncate on finding for each statement execute function tally_breaches();

insert into breach_tally (breach, state, severity, severity_rank, findings)
select breach, state, severity, severity_rank, count(*) from finding where breach is not null group by 1, 2, 3, 4;
