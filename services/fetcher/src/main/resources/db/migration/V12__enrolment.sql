-- Tries of settings that are not enrolled yet. Keyed hashes, so that neither a password nor a name stands here.
create table connection_trial (
    id           uuid primary key,
    sign_in_hash bytea not null,
    name_hash    bytea not null,
    started_at   timestamptz not null,
    outcome      text
);
create index connection_trial_recent on connection_trial (name_hash, started_at);

create table account_import (
    id              uuid primary key,
    state           text not null,
    existing        text not null,
    requested_by    text not null,
    idempotency_key text unique,
    request_hash    bytea not null,
    total           integer not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    started_at      timestamptz
);

-- A password stays sealed in its row until the row is done, and no longer.
create table account_import_row (
    import_id uuid not null references account_import on delete cascade,
    line      integer not null,
    address   text not null,
    settings  text not null,
    sealed    bytea,
    outcome   text,
    detail    text,
    primary key (import_id, line)
);
create index account_import_row_waiting on account_import_row (import_id, line) where outcome is null;
