-- SPDX-License-Identifier: Apache-2.0
-- The name an account signs in with at its mail server; known from its next snapshot on.
alter table account add column username text;
create index account_address_name on account (lower(address)) where removed_at is null;
create index account_username on account (lower(username)) where removed_at is null;

-- Which accounts are being reset, and which had a password retired.
create table account_reset (
    account_id uuid primary key,
    under_way  boolean not null,
    retired_at timestamptz,
    seen_at    timestamptz not null
);

-- The history of sign-ins, as the topic tells it. Their ids come from the topic, so a repeat is none.
create table login (
    login_id       uuid primary key,
    account_id     uuid,
    username       text not null,
    source         text not null,
    reporter       text,
    protocol       text not null,
    host           text not null,
    port           integer not null,
    remote_address inet,
    mechanism      text,
    session_id     text,
    client         text,
    secured        boolean,
    tls_protocol   text,
    succeeded      boolean not null,
    failure        text,
    detail         text,
    password_tag   text,
    retired        boolean,
    answer         text,
    answer_reason  text,
    occurred_at    timestamptz not null,
    kept_at        timestamptz not null
);
create index login_newest on login (occurred_at desc, login_id desc);
create index login_account on login (account_id, occurred_at desc, login_id desc) where account_id is not null;
create index login_name on login (lower(username), occurred_at desc, login_id desc);
create index login_remote on login (remote_address, occurred_at desc, login_id desc) where remote_address is not null;

-- What became of each source: silence and losses are facts too.
create table login_source (
    name       text primary key,
    kind       text not null,
    heard      bigint not null default 0,
    last_heard timestamptz,
    lost       bigint not null default 0,
    lost_from  timestamptz,
    lost_to    timestamptz,
    silent     boolean not null default false
);
