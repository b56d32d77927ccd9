-- SPDX-License-Identifier: Apache-2.0
alter table finding
    add column severity_rank    smallint not null generated always as (
        case severity when 'CRITICAL' then 4 when 'HIGH' then 3 when 'MEDIUM' then 2 when 'LOW' then 1 else 0 end) stored,
    add column severity_reasons text not null default '',
    add column assignee         text,
    add column closed_as        text,
    add column closed_by        text,
    add column closed_at        timestamptz,
    add column accepted_until   date,
    add column reopened_at      timestamptz,
    add column last_change      text;

-- Who had closed a finding stands in no column so far.
update finding set closed_at = changed_at,
    closed_as = case when closed_reason like 'Proved by remediation %' then 'REMEDIATED' else 'FACTS_CHANGED' end
where state = 'CLOSED';

create index finding_worst on finding (severity_rank desc, raised_at desc, id);
create index finding_newest_open on finding (raised_at desc, id) where state = 'OPEN';
create index finding_of_kind on finding (kind, raised_at desc, id);
create index finding_of_owner on finding (owner, raised_at desc, id);
create index finding_of_assignee on finding (assignee, raised_at desc, id) where assignee is not null;
create index finding_accepted on finding (accepted_until) where accepted_until is not null;

-- What happened to a finding. A note of a person may be long and may be repeated later, so there is no key over its text.
create table finding_note (
    position        bigint generated always as identity primary key,
    finding_id      uuid not null references finding,
    author          text not null,
    text            text not null,
    comment         boolean not null,
    idempotency_key text,
    added_at        timestamptz not null,
    unique (finding_id, idempotency_key)
);
create index finding_note_of_finding on finding_note (finding_id, position);

insert into finding_note (finding_id, author, text, comment, added_at)
select finding_id, source, text, false, added_at from finding_fact where not confirms order by position;
delete from finding_fact where not confirms;

-- A fact may be longer than a row of an index.
alter table finding_fact
    drop column confirms,
    drop constraint finding_fact_pkey,
    add primary key (position);
create unique index finding_fact_once on finding_fact (finding_id, md5(source), md5(text));
create index finding_fact_of_finding on finding_fact (finding_id, position desc);

-- Who confirms a finding, and how each of them rates it.
create table finding_source (
    finding_id       uuid not null references finding,
    name             text not null,
    severity         text not null,
    severity_reasons text not null,
    added_at         timestamptz not null,
    primary key (finding_id, name)
);
create index finding_source_name on finding_source (name, finding_id);

insert into finding_source (finding_id, name, severity, severity_reasons, added_at)
select f.id, split_part(fact.source, ', ', 1), f.severity, '', min(fact.added_at)
from finding_fact fact join finding f on f.id = fact.finding_id
group by f.id, split_part(fact.source, ', ', 1), f.severity;
