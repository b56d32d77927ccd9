create table account (
    id                 uuid primary key,
    address            text not null,
    protocol           text not null,
    host               text not null,
    port               integer not null,
    security           text not null,
    username           text not null,
    credential_type    text not null,
    credential_version bigint not null,
    folders            text not null,
    retrieval          text not null,
    delete_after_days  integer,
    owner              text,
    recovery_address   text,
    state              text not null,
    state_reason       text,
    messages_seen      bigint not null default 0,
    failures           integer not null default 0,
    last_polled_at     timestamptz,
    next_poll_at       timestamptz not null,
    changed_at         timestamptz not null,
    constraint account_once unique (address, host, username)
);
create index account_due on account (next_poll_at) where state in ('NEW', 'ACTIVE', 'UNREACHABLE');

create table credential (
    account_id uuid not null references account on delete cascade,
    version    bigint not null,
    sealed     bytea not null,
    changed_at timestamptz not null,
    announced  boolean not null default false,
    primary key (account_id, version)
);
create index credential_waiting on credential (account_id) where not announced;

create table vault_access (
    id         bigint generated always as identity primary key,
    account_id uuid not null,
    version    bigint not null,
    purpose    text not null,
    opened_at  timestamptz not null
);

create table sign_in_attempt (
    id                 uuid primary key,
    account_id         uuid not null references account on delete cascade,
    credential_version bigint not null,
    started_at         timestamptz not null,
    outcome            text
);
create index sign_in_attempt_refused on sign_in_attempt (account_id, credential_version);

create table folder_state (
    account_id   uuid not null references account on delete cascade,
    folder       text not null,
    uid_validity bigint not null,
    last_uid     bigint not null,
    primary key (account_id, folder)
);

create table seen_message (
    account_id   uuid not null references account on delete cascade,
    folder       text not null,
    uid_validity bigint not null default 0,
    uid          bigint not null default 0,
    uidl         text not null default '',
    fingerprint  text not null,
    seen_at      timestamptz not null,
    primary key (account_id, folder, uid_validity, uid, uidl)
);
create index seen_message_fingerprint on seen_message (account_id, folder, fingerprint);

create table proof_delivery (
    remediation_id     uuid primary key,
    account_id         uuid not null,
    credential_version bigint not null,
    attempts           integer not null default 0,
    next_attempt_at    timestamptz not null,
    outcome            text
);
