-- SPDX-License-Identifier: Apache-2.0
-- What people call accounts, to find them together. An account holds its tags; what is searched and counted stands apart from it,
-- as an account changes with each poll and its tags do not.
alter table account add column tags text[] not null default '{}';
create table account_tag (
    tag        text not null,
    account_id uuid not null references account on delete cascade,
    primary key (tag, account_id)
);
create index account_tag_of_account on account_tag (account_id);

create function account_is_tagged() returns trigger language plpgsql as $$
begin
    delete from account_tag where account_id = new.id and tag <> all (new.tags);
    insert into account_tag (tag, account_id) select distinct unnest(new.tags), new.id on conflict do nothing;
    return null;
end $$;
create trigger account_tag_of_new after insert on account for each row
    when (new.tags <> '{}') execute function account_is_tagged();
create trigger account_tag_of_changed after update on account for each row
    when (old.tags is distinct from new.tags) execute function account_is_tagged();
