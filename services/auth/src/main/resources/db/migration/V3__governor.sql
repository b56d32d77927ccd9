-- What the governor counts and what it says is kept beside the snapshot, so that it can be counted and searched.
alter table remediation add column policy text not null default 'default';
update remediation set policy = cast(snapshot as json) ->> 'policy';
alter table remediation add column hold_code text;
alter table remediation add column hold_until timestamptz;
create index remediation_hold on remediation (hold_code) where hold_code is not null;

-- Which source led to which remediation: the breaker counts these rows.
create table remediation_source (
    remediation_id uuid not null references remediation (id),
    source         text not null,
    owner          text not null,
    severity       text not null,
    hit_at         timestamptz not null,
    primary key (remediation_id, source)
);
create index remediation_source_hit on remediation_source (source, hit_at);

create table source (
    name           text primary key,
    mode           text,
    mode_reason    text,
    stopped_at     timestamptz,
    stopped_reason text,
    counted_from   timestamptz
);

create table simulation (
    id     uuid primary key,
    policy text not null,
    scope  text not null,
    source text,
    at     timestamptz not null,
    actor  text not null
);
create index simulation_at on simulation (at);

create table batch (
    id             uuid primary key,
    position       bigint generated always as identity unique,
    kind           text not null,
    state          text not null,
    requester      text not null,
    subject        text not null,
    reason         text not null,
    hash           text,
    created_at     timestamptz not null,
    expires_at     timestamptz,
    decided_by     text,
    decided_at     timestamptz,
    decided_reason text,
    outcome        text
);
-- What is held because of the same sources is one batch until a person decides about it.
create unique index batch_held on batch (subject) where kind = 'HELD' and state = 'WAITING';

create table batch_item (
    batch_id       uuid not null references batch (id),
    remediation_id uuid not null references remediation (id),
    ordinal        integer not null,
    item           text not null,
    canary         boolean not null default false,
    primary key (batch_id, remediation_id)
);
create index batch_item_remediation on batch_item (remediation_id);
