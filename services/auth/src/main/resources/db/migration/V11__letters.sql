-- Letters to people within a day: how many more may be sent. Those that were held back are kept too, so that each is told once.
create table letter (
    id     uuid primary key,
    person text not null,
    kind   text not null,
    held   boolean not null,
    at     timestamptz not null
);
create index letter_person on letter (person, kind);
create index letter_at on letter (at);

-- When approvers were told that a batch waits for them.
alter table batch add column told_at timestamptz;
update batch set told_at = created_at;
create index batch_untold on batch (created_at) where told_at is null;
