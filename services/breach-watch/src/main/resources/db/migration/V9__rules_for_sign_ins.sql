-- SPDX-License-Identifier: Apache-2.0
-- What people marked as expected. A mark that was taken back stays: who marked what, why and until when can be read for good.
create table login_mark (
    mark_id    uuid primary key,
    account_id uuid,
    what       text not null,
    value      text not null,
    reason     text not null,
    finding_id uuid,
    marked_by  text not null,
    marked_at  timestamptz not null,
    until      timestamptz,
    removed_by text,
    removed_at timestamptz
);
create unique index login_mark_standing on login_mark (account_id, what, value) nulls not distinct
    where removed_at is null;
create index login_mark_newest on login_mark (marked_at desc, mark_id desc);

-- Counts the changes of marks, one after the other: every instance sees by it that what it remembers is old.
create table login_mark_changes (changes bigint not null);
insert into login_mark_changes values (0);

-- What detectors of sign-ins go by: every version, so that it can be read who changed what, and why.
create table login_detection (
    version    bigint primary key,
    settings   text not null,
    changes    text not null,
    reason     text not null,
    changed_by text not null,
    changed_at timestamptz not null
);

-- Where sign-ins came from and with what, as it was known when they were kept: what is older has none of it.
alter table login
    add column country     text,
    add column city        text,
    add column latitude    double precision,
    add column longitude   double precision,
    add column network     text,
    add column marks       text[],
    add column client_name text;
create index login_country on login (country, occurred_at desc, login_id desc) where country is not null;
create index login_network on login (network, occurred_at desc, login_id desc) where network is not null;

-- What would have been raised with other settings. Its id is that of its job; nothing of it is a finding.
create table login_replay (
    replay_id    uuid primary key,
    settings     text not null,
    changes      text not null,
    begins_at    timestamptz not null,
    ends_at      timestamptz not null,
    accounts     uuid[],
    asked_by     text not null,
    asked_at     timestamptz not null,
    judged       bigint not null default 0,
    history_from timestamptz,
    finished_at  timestamptz
);
create index login_replay_newest on login_replay (asked_at desc, replay_id desc);

create table login_replay_story (
    replay_id   uuid not null references login_replay on delete cascade,
    natural_key text not null,
    finding_id  uuid not null,
    outcome     text not null,
    kind        text not null,
    kinds       text[] not null,
    severity    text not null,
    summary     text not null,
    accounts    uuid[] not null,
    names       bigint not null,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    judgements  bigint not null,
    primary key (replay_id, natural_key)
);
create index login_replay_story_order on login_replay_story (replay_id, first_at, natural_key);
