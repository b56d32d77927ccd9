-- SPDX-License-Identifier: Apache-2.0
-- The same for the same password, and nothing more without the key of it: 5 bytes that name the key, 16 of an HMAC.
alter table credential add column reuse_tag bytea;
create index credential_reuse on credential (reuse_tag) where reuse_tag is not null;
create index account_owner on account (lower(owner)) where removed_at is null;

-- What auth tells of a person, by lower-case user name. No row: nothing is known.
create table user_posture (
    username            text primary key,
    user_id             text not null,
    enabled             boolean not null,
    is_protected        boolean not null,
    second_factors      text not null,
    password_changed_at timestamptz,
    observed_at         timestamptz not null
);
create index user_posture_user on user_posture (user_id);

-- What the fetcher met at its last sign-in. The columns of TLS are those of the last connection that was protected;
-- refusal says why there has been none since.
create table account_transport (
    account_id            uuid primary key,
    protocol              text not null,
    host                  text not null,
    tls_protocol          text,
    cipher_suite          text,
    certificate_not_after timestamptz,
    refusal               text,
    refusals              integer not null default 0,
    occurred_at           timestamptz not null
);
create index account_transport_host on account_transport (host, protocol);

-- What is wrong with an account now, and what was before. Each time it begins anew is an episode with a finding of its
-- own, so that a finding a person closed stays closed while nothing has changed.
create table posture_issue (
    account_id         uuid not null,
    kind               text not null,
    episode            integer not null,
    standing           boolean not null,
    severity           text not null,
    credential_version bigint,
    reuse_tag          bytea,
    summary            text not null,
    reasons            text not null,
    finding_id         uuid not null,
    since              timestamptz not null,
    primary key (account_id, kind)
);
create index posture_issue_standing on posture_issue (account_id) where standing;
create index posture_issue_reuse on posture_issue (reuse_tag) where standing and reuse_tag is not null;

create table posture_history (
    day      date primary key,
    taken_at timestamptz not null,
    report   text not null
);
