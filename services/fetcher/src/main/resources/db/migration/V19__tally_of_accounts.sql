-- SPDX-License-Identifier: Apache-2.0
-- How many accounts are alike: the sum over all rows that say so. Who changes accounts only adds rows, so nobody waits for
-- another; from time to time rows that are alike become one. A poll changes none of these columns, and so adds nothing.
create table account_tally (
    position        bigint generated always as identity primary key,
    state           text not null,
    protocol        text not null,
    security        text not null,
    credential_type text not null,
    host            text not null,
    accounts        bigint not null
);

create function tally_accounts() returns trigger language plpgsql as $$
begin
    case tg_op
        when 'INSERT' then
            insert into account_tally (state, protocol, security, credential_type, host, accounts)
            select state, protocol, security, credential_type, host, count(*) from became group by 1, 2, 3, 4, 5;
        when 'DELETE' then
            insert into account_tally (state, protocol, security, credential_type, host, accounts)
            select state, protocol, security, credential_type, host, -count(*) from was group by 1, 2, 3, 4, 5;
        else
            truncate account_tally;
    end case;
    return null;
end $$;
create trigger account_tally_of_new after insert on account
    referencing new table as became for each statement execute function tally_accounts();
create trigger account_tally_of_removed after delete on account
    referencing old table as was for each statement execute function tally_accounts();
create trigger account_tally_of_none after truncate on account for each statement execute function tally_accounts();

create function tally_changed_account() returns trigger language plpgsql as $$
begin
    insert into account_tally (state, protocol, security, credential_type, host, accounts)
    values (old.state, old.protocol, old.security, old.credential_type, old.host, -1),
        (new.state, new.protocol, new.security, new.credential_type, new.host, 1);
    return null;
end $$;
create trigger account_tally_of_changed after update on account for each row
    when ((old.state, old.protocol, old.security, old.credential_type, old.host)
        is distinct from (new.state, new.protocol, new.security, new.credential_type, new.host))
    execute function tally_changed_account();

insert into account_tally (state, protocol, security, credential_type, host, accounts)
select state, protocol, security, credential_type, host, count(*) from account group by 1, 2, 3, 4, 5;
