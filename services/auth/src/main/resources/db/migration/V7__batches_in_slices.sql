-- A decision about a batch is written at once; its members follow slice by slice until none of them is pending.
alter table batch add column target text;
alter table batch_item add column pending boolean not null default false;
create index batch_item_pending on batch_item (batch_id, ordinal) where pending;

-- The order of members, without counting those who are there.
create sequence batch_item_ordinal;
select setval('batch_item_ordinal', (select coalesce(max(ordinal), 0) + 1 from batch_item), false);
alter table batch_item alter column ordinal type bigint;
alter table batch_item alter column ordinal set default nextval('batch_item_ordinal');
