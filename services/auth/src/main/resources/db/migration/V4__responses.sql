-- One session of a lost device; absent when all are meant.
alter table remediation add column session_id text;
-- How the user was before the first step, so that a cancelled remediation leaves it so.
alter table remediation add column actions_before text;
alter table remediation add column enabled_before boolean;
-- Who cancelled what had begun, and why: the roll-back may run after a restart.
alter table remediation add column cancelled_by text;
alter table remediation add column cancelled_reason text;
-- When a policy's calendar planned it: so many a day and no more.
alter table remediation add column upkeep_at timestamptz;
-- When the person is reminded next; absent when nothing is waited for.
alter table remediation add column remind_at timestamptz;
alter table remediation add column reminders integer not null default 0;
create index remediation_remind on remediation (remind_at) where remind_at is not null;

-- What a policy has people do in time: expiry, rotation, second factors.
create table policy_lifecycle (
    policy     text primary key,
    body       text not null,
    changed_at timestamptz not null
);

-- What was last told about each person.
create table user_posture (
    user_id             text primary key,
    username            text not null,
    enabled             boolean not null,
    protected           boolean not null,
    second_factors      text not null,
    user_groups         text not null,
    recoverable         boolean not null,
    password_changed_at timestamptz,
    observed_at         timestamptz not null,
    published_at        timestamptz not null
);
create index user_posture_name on user_posture (lower(username));
