-- SPDX-License-Identifier: Apache-2.0
-- Few findings are open, and among these people search most: they are not to be picked out of all that ever had the text.
alter table finding_text add column is_open boolean not null default false;
update finding_text set is_open = true from finding where finding.id = finding_text.finding_id and finding.state = 'OPEN';
alter table finding_text alter column is_open drop default;

create or replace function finding_is_found() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into finding_text (finding_id, text, is_open)
        select id, lower(address || chr(10) || coalesce(owner, '') || chr(10) || summary), state = 'OPEN' from became;
    else
        update finding_text
        set text = lower(new.address || chr(10) || coalesce(new.owner, '') || chr(10) || new.summary), is_open = new.state = 'OPEN'
        where finding_id = new.id;
    end if;
    return null;
end $$;
drop trigger finding_text_of_changed on finding;
create trigger finding_text_of_changed after update on finding for each row
    when ((old.address, old.owner, old.summary, old.state) is distinct from (new.address, new.owner, new.summary, new.state))
    execute function finding_is_found();

create index finding_text_parts_of_open on finding_text using gin (text gin_trgm_ops) where is_open;
