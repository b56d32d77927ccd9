-- SPDX-License-Identifier: Apache-2.0
create table job (
    id              uuid primary key,
    kind            text not null,
    state           text not null,
    done            bigint not null default 0,
    total           bigint not null default 0,
    message         text not null,
    parameters      text not null,
    idempotency_key text,
    cancel          boolean not null default false,
    attempts        integer not null default 0,
    holder          uuid,
    lease_until     timestamptz,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    unique (kind, idempotency_key)
);
create index job_open on job (created_at) where state in ('QUEUED', 'RUNNING');

create table account (
    account_id uuid primary key,
    address    text not null,
    owner      text,
    changed_at timestamptz not null,
    removed_at timestamptz
);
create index account_address on account (address) where removed_at is null;

-- The newest credential of an account. The fingerprint is AEAD-sealed, bound to account and version.
create table credential (
    account_id    uuid primary key references account,
    version       bigint not null,
    fingerprint   bytea not null,
    strength      integer not null,
    length_bucket text not null,
    changed_at    timestamptz not null
);

create table screened (
    account_id  uuid not null,
    version     bigint not null,
    generation  text not null,
    outcome     text not null,
    screened_at timestamptz not null,
    primary key (account_id, version, generation)
);

create table finding (
    id                 uuid primary key,
    kind               text not null,
    severity           text not null,
    state              text not null,
    account_id         uuid not null,
    address            text not null,
    owner              text,
    credential_version bigint,
    summary            text not null,
    raised_at          timestamptz not null,
    changed_at         timestamptz not null,
    closed_reason      text,
    revision           integer not null default 0
);
create index finding_newest on finding (raised_at desc, id);
create index finding_of_account on finding (account_id, state);

-- Why a finding stands, and who says so. A note (confirms = false) tells what happened to it.
create table finding_fact (
    position   bigint generated always as identity,
    finding_id uuid not null references finding,
    source     text not null,
    text       text not null,
    confirms   boolean not null,
    added_at   timestamptz not null,
    primary key (finding_id, source, text)
);

create table corpus_import (
    generation  text primary key,
    job_id      uuid not null,
    name        text not null,
    entries     bigint not null,
    imported_at timestamptz not null
);

create table combolist_run (
    job_id      uuid primary key,
    name        text not null,
    file_sha256 text not null,
    leaked_at   date,
    lines       bigint not null,
    pairs       bigint not null,
    current     bigint not null,
    stale       bigint not null,
    unknown     bigint not null,
    finished_at timestamptz not null
);
