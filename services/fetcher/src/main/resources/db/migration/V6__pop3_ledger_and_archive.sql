-- The pause between two sign-ins that a POP3 server asks for (RFC 2449 section 6.5).
alter table account add column login_delay_seconds integer not null default 0;

-- What else is known of a POP3 message, to notice when a server gives its id to another one.
create table pop3_ledger (
    account_id uuid not null references account on delete cascade,
    uidl       text not null,
    octets     bigint not null,
    size       bigint not null,
    sha256     text,
    primary key (account_id, uidl)
);

-- Written before a deletion is asked for; confirmed by a listing that no longer names the message.
create table pop3_deletion (
    account_id   uuid not null references account on delete cascade,
    uidl         text not null,
    fingerprint  text not null,
    asked_at     timestamptz not null,
    confirmed_at timestamptz,
    primary key (account_id, uidl, fingerprint)
);

-- The key goes with its account, and without it what the archive still holds of the account opens for nobody.
create table archive_key (
    account_id uuid primary key references account on delete cascade,
    sealed     bytea not null,
    made_at    timestamptz not null
);

-- Outlives its account until its object is removed from the store.
create table archived_message (
    account_id  uuid not null,
    fingerprint text not null,
    sha256      text not null,
    size        bigint not null,
    archived_at timestamptz not null,
    primary key (account_id, fingerprint, sha256)
);
create index archived_message_age on archived_message (archived_at);

-- Who read what. Outlives account and message.
create table archive_reading (
    id          bigint generated always as identity primary key,
    account_id  uuid not null,
    fingerprint text not null,
    sha256      text not null,
    reader      text not null,
    read_at     timestamptz not null
);
