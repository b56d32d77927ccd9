-- Number of the last signed checkpoint: a folder that lost its newest files is noticed.
alter table ledger_head add column checkpoint bigint not null default 0;

-- Who stands behind a pseudonym of the ledger. A row may go when a person must be forgotten; the ledger stays whole.
create table ledger_name (
    pseudonym text primary key,
    name      text not null
);

-- Leaked passwords that were reset, in the forms in which they can be presented again. Nothing here opens without the keys.
create table retired_password (
    remediation_id uuid primary key,
    salt           bytea       not null,
    sealed_hash    bytea       not null,
    retired_at     timestamptz not null,
    expires_at     timestamptz not null
);
create index retired_password_old on retired_password (expires_at);

create table retired_login (
    remediation_id uuid  not null references retired_password (remediation_id) on delete cascade,
    login          text  not null,
    tag            bytea not null,
    primary key (login, remediation_id)
);
