create table outbox (
    position   bigint generated always as identity,
    id         uuid primary key,
    type       text not null,
    key        text not null,
    event_time timestamptz not null,
    payload    text,
    created_at timestamptz not null default now(),
    sent_at    timestamptz
);
create index outbox_waiting on outbox (position) where sent_at is null;
create index outbox_sent on outbox (sent_at) where sent_at is not null;

create table inbox (
    consumer    text not null,
    event_id    uuid not null,
    received_at timestamptz not null default now(),
    primary key (consumer, event_id)
);
