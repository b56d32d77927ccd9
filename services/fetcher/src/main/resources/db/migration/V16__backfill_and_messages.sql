-- A long reading under way: how many messages the folder has, how many of them were known when it began or went on, and when.
alter table folder_reading add column backfill_total integer;
alter table folder_reading add column backfill_known bigint;
alter table folder_reading add column backfill_from timestamptz;

-- The messages of an account, newest first.
create index seen_message_age on seen_message (account_id, seen_at);
