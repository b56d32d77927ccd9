-- A poll opens a credential every half minute: one row for each day and purpose, not for each opening.
create table vault_opening (
    account_id     uuid not null,
    version        bigint not null,
    purpose        text not null,
    day            date not null,
    openings       bigint not null,
    last_opened_at timestamptz not null,
    primary key (account_id, version, purpose, day)
);
insert into vault_opening (account_id, version, purpose, day, openings, last_opened_at)
select account_id, version, purpose, cast(opened_at as date), count(*), max(opened_at)
from vault_access group by 1, 2, 3, 4;
drop table vault_access;
