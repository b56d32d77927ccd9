-- SPDX-License-Identifier: Apache-2.0
-- A source of leaks. Its secrets are AEAD-sealed, bound to its id.
create table feed (
    id               text primary key,
    kind             text not null,
    name             text not null,
    settings         text not null,
    secrets          bytea,
    mode             text not null,
    mode_reason      text not null,
    observed_imports integer not null default 0,
    paused           boolean not null default false,
    every_seconds    bigint,
    next_run_at      timestamptz,
    cursor           text,
    current_job      uuid,
    breaker_accounts integer not null,
    breaker_share    double precision not null,
    breaker_times    double precision not null,
    created_at       timestamptz not null,
    changed_at       timestamptz not null
);

-- The lists that an admin names one by one: each is a decision of a person, so it is not observed first.
insert into feed (id, kind, name, settings, mode, mode_reason, breaker_accounts, breaker_share, breaker_times,
                  created_at, changed_at)
values ('combolist', 'COMBOLIST', 'combolist', '{}', 'AUTO', 'An admin names each list.', 5, 0.01, 5, now(), now());

-- One import of a feed. Where it stands in the source is in cursor, moved in the transaction that keeps what was found.
create table feed_run (
    id          uuid primary key,
    feed_id     text not null references feed on delete cascade,
    state       text not null,
    message     text not null,
    cursor      text,
    items       bigint not null default 0,
    unmatched   bigint not null default 0,
    unknown     bigint not null default 0,
    accounts    integer not null default 0,
    fleet       integer not null default 0,
    started_at  timestamptz not null,
    finished_at timestamptz
);
create index feed_run_newest on feed_run (feed_id, started_at desc, id);

-- What a feed said about an account of the fleet; never a secret. Kept after its release, so that the same item twice is
-- recognised.
create table feed_match (
    feed_id            text not null references feed on delete cascade,
    finding_id         uuid not null,
    reference          text not null,
    run_id             uuid not null references feed_run on delete cascade,
    account_id         uuid not null,
    address            text not null,
    kind               text not null,
    severity           text not null,
    credential_version bigint,
    natural_key        text,
    summary            text not null,
    fact               text not null,
    source             text not null,
    closed_because     text,
    exposed_on         date,
    found_at           timestamptz not null,
    primary key (feed_id, finding_id, reference)
);
create index feed_match_of_run on feed_match (run_id, finding_id, reference);
create index feed_match_of_account on feed_match (account_id, reference);

-- Leaked addresses at the organisation's own domains that belong to no account; never a password.
create table unknown_address (
    address       text not null,
    feed_id       text not null,
    first_seen_at timestamptz not null,
    last_seen_at  timestamptz not null,
    sightings     bigint not null,
    primary key (address, feed_id)
);
