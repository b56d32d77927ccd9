-- What the broker refuses for good is kept here and held against nobody behind it.
alter table outbox add column set_aside_at timestamptz;
alter table outbox add column set_aside_reason text;
drop index outbox_waiting;
create index outbox_waiting on outbox (position) where sent_at is null and set_aside_at is null;
