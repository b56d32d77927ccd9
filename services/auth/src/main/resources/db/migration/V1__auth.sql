create table policy (
    name       text primary key,
    body       text not null,
    changed_at timestamptz not null
);

create table account (
    account_id         uuid primary key,
    address            text not null,
    owner              text,
    recovery_address   text,
    credential_version bigint not null,
    state              text not null,
    changed_at         timestamptz not null
);
create index account_owner on account (lower(owner));

-- Findings that wait to be read again at breach-watch before anything is done.
create table finding_check (
    finding_id  uuid primary key,
    account_id  uuid not null,
    attempts    integer not null default 0,
    next_at     timestamptz not null,
    lease_until timestamptz,
    outcome     text
);
create index finding_check_due on finding_check (next_at) where outcome is null;

create table remediation (
    id                 uuid primary key,
    position           bigint generated always as identity unique,
    account_id         uuid not null,
    owner              text not null,
    credential_version bigint not null,
    action             text not null,
    state              text not null,
    snapshot           text not null,
    requester          text not null,
    approver           text,
    step               text,
    attempts           integer not null default 0,
    next_at            timestamptz,
    lease_until        timestamptz,
    started_at         timestamptz,
    applied_at         timestamptz,
    retired_passwords  text,
    completed_at       timestamptz,
    completed_reason   text,
    unique (owner, credential_version, action)
);
create index remediation_due on remediation (next_at) where step is not null;
create index remediation_account on remediation (account_id);
create index remediation_started on remediation (started_at) where started_at is not null;

create table step_intent (
    remediation_id uuid not null references remediation (id),
    step           text not null,
    intended_at    timestamptz not null,
    attempts       integer not null default 1,
    done_at        timestamptz,
    detail         text,
    primary key (remediation_id, step)
);

create table ledger (
    seq       bigint primary key,
    ts        timestamptz not null,
    actor     text not null,
    action    text not null,
    object    text not null,
    reason    text not null,
    payload   text not null,
    prev_hash text not null,
    hash      text not null unique
);

create table ledger_head (
    id   integer primary key check (id = 1),
    seq  bigint not null,
    hash text not null
);
insert into ledger_head (id, seq, hash) values (1, 0, repeat('0', 64));

create function ledger_refuses_change() returns trigger language plpgsql as $$
begin
    raise exception 'The audit ledger only grows';
end $$;
create trigger ledger_only_grows before update or delete on ledger
    for each row execute function ledger_refuses_change();
create trigger ledger_is_never_emptied before truncate on ledger
    for each statement execute function ledger_refuses_change();
