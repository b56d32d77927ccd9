-- SPDX-License-Identifier: Apache-2.0
-- What a finding is found by, apart from the finding: that one changes with each step of its story, and an index of texts on it
-- would be written anew each time.
drop index finding_text;
create table finding_text (
    finding_id uuid primary key references finding on delete cascade,
    text       text not null
);

create function finding_is_found() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into finding_text (finding_id, text)
        select id, lower(address || chr(10) || coalesce(owner, '') || chr(10) || summary) from became;
    else
        update finding_text set text = lower(new.address || chr(10) || coalesce(new.owner, '') || chr(10) || new.summary)
        where finding_id = new.id;
    end if;
    return null;
end $$;
create trigger finding_text_of_new after insert on finding
    referencing new table as became for each statement execute function finding_is_found();
create trigger finding_text_of_changed after update on finding for each row
    when ((old.address, old.owner, old.summary) is distinct from (new.address, new.owner, new.summary))
    execute function finding_is_found();

insert into finding_text (finding_id, text)
select id, lower(address || chr(10) || coalesce(owner, '') || chr(10) || summary) from finding;
create index finding_text_parts on finding_text using gin (text gin_trgm_ops);
