-- A decision about a batch is written at once; its members follow slice by slice until none of them is pending.
alter table batch add column target text;
alter table batch_item add column pending boolean not null default false;
create index batch_item_pending on batch_item (batch_id, ordinal) where pending;

-- Which batch approved a member that is in several: another batch's proof does not let it run.
alter table batch_item add column approved boolean not null default false;
update batch_item set approved = true from batch, remediation
    where batch.id = batch_item.batch_id and remediation.id = batch_item.remediation_id
    and batch.state = 'CANARY' and remediation.state = 'APPROVED';

-- The order of members, without counting those who are there.
create sequence batch_item_ordinal;
select setval('batch_item_ordinal', (select coalesce(max(ordinal), 0) + 1 from batch_item), false);
alter table batch_item alter column ordinal type bigint;
alter table batch_item alter column ordinal set default nextval('batch_item_ordinal');
