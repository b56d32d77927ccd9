-- What happened to an account, for the people who look after it.
create table account_event (
    id         bigint generated always as identity primary key,
    account_id uuid not null references account on delete cascade,
    at         timestamptz not null,
    kind       text not null,
    actor      text,
    detail     text not null
);
create index account_event_newest on account_event (account_id, id desc);
create index account_event_age on account_event (at);
