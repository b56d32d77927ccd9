-- SPDX-License-Identifier: Apache-2.0
-- What found accounts are counted by stands beside their texts: a common name finds tens of thousands, and to look each up
-- among the accounts takes longer than to find it. A poll changes none of these columns, and a change of state leaves the
-- index of texts alone while its page has room.
-- In the order in which everybody else takes them, and before anything is copied.
lock table account in access exclusive mode;
drop index account_text_parts;
alter table account_text
    add column state           text,
    add column protocol        text,
    add column security        text,
    add column credential_type text,
    add column host            text;
alter table account_text set (fillfactor = 90);
update account_text t
set (state, protocol, security, credential_type, host) = (a.state, a.protocol, a.security, a.credential_type, a.host)
from account a where a.id = t.account_id;
alter table account_text
    alter column state set not null,
    alter column protocol set not null,
    alter column security set not null,
    alter column credential_type set not null,
    alter column host set not null;
create index account_text_parts on account_text using gin (text gin_trgm_ops);

create or replace function account_is_found() returns trigger language plpgsql as $$
begin
    insert into account_text (account_id, text, state, protocol, security, credential_type, host)
    values (new.id, lower(new.address || chr(10) || coalesce(new.owner, '') || chr(10) || new.username),
        new.state, new.protocol, new.security, new.credential_type, new.host)
    on conflict (account_id) do update set
        (text, state, protocol, security, credential_type, host)
        = (excluded.text, excluded.state, excluded.protocol, excluded.security, excluded.credential_type, excluded.host);
    return null;
end $$;
drop trigger account_text_of_changed on account;
create trigger account_text_of_changed after update on account for each row
    when ((old.address, old.owner, old.username, old.state, old.protocol, old.security, old.credential_type, old.host)
        is distinct from (new.address, new.owner, new.username, new.state, new.protocol, new.security, new.credential_type, new.host))
    execute function account_is_found();
