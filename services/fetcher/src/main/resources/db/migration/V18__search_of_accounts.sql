-- What an account is found by, apart from the account: that one changes with each poll, and an index of texts would be written
-- anew each time. The extension comes with PostgreSQL, and whoever owns a database may create it there.
create extension if not exists pg_trgm;
create table account_text (
    account_id uuid primary key references account on delete cascade,
    text       text not null
);
create index account_text_parts on account_text using gin (text gin_trgm_ops);

create function account_is_found() returns trigger language plpgsql as $$
begin
    insert into account_text (account_id, text)
    values (new.id, lower(new.address || chr(10) || coalesce(new.owner, '') || chr(10) || new.username))
    on conflict (account_id) do update set text = excluded.text;
    return null;
end $$;
create trigger account_text_of_new after insert on account for each row execute function account_is_found();
create trigger account_text_of_changed after update on account for each row
    when ((old.address, old.owner, old.username) is distinct from (new.address, new.owner, new.username))
    execute function account_is_found();
insert into account_text (account_id, text)
select id, lower(address || chr(10) || coalesce(owner, '') || chr(10) || username) from account;

-- The orders of the list, and the one filter that most accounts do not fit.
create index account_changed on account (changed_at desc, id);
create index account_silent on account (coalesce(last_polled_at, timestamptz 'epoch'), id);
create index account_state on account (state, address, id);
