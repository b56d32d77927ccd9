-- SPDX-License-Identifier: Apache-2.0
-- Everybody a finding is about, when they are several: a spray is one finding.
alter table finding add column accounts uuid[];
create index finding_accounts on finding using gin (accounts) where accounts is not null;

-- When a reset of an account began and ended last: a sign-in is judged by its own time.
alter table account_reset add column begun_at timestamptz;
alter table account_reset add column ended_at timestamptz;

-- Who judges holds this row until its transaction ends; each transaction counts one change.
create table sign_in_judge (
    one    boolean primary key default true check (one),
    change bigint not null default 0
);
insert into sign_in_judge default values;

-- How far each partition of the topic was judged.
create table sign_in_position (
    partition_number integer primary key,
    next_offset      bigint not null,
    newest           timestamptz not null
);

-- What is remembered of an account: at most 2,000 bytes, which begin with their version.
create table sign_in_account (
    account_id uuid primary key,
    history    bytea not null
);

-- What attempts have in common, across accounts. The change is the one that wrote it last.
create table sign_in_common (
    kind   smallint not null,
    key    bigint not null,
    tally  bytea not null,
    change bigint not null,
    primary key (kind, key)
);
create index sign_in_common_change on sign_in_common (change);

-- Stories that may go on; each is a finding.
create table sign_in_story (
    natural_key text primary key,
    story       text not null,
    ends_at     timestamptz not null,
    change      bigint not null
);
create index sign_in_story_change on sign_in_story (change);
create index sign_in_story_end on sign_in_story (ends_at);
