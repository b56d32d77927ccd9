-- Which rows of the ledger name whom, by pseudonym, so that a person's rows are found without reading all others. What is here
-- follows from the rows, and proves nothing.
create table ledger_mention (
    pseudonym text   not null,
    seq       bigint not null,
    primary key (pseudonym, seq)
);
create function ledger_mentions(line ledger) returns setof text language sql immutable as $$
    select distinct found[1] from regexp_matches(
        line.actor || ' ' || line.object || ' ' || line.reason || ' ' || line.payload, 'person:[A-Za-z0-9_-]{22}', 'g') found
$$;
insert into ledger_mention (pseudonym, seq) select ledger_mentions(l), l.seq from ledger l;
create function ledger_notes_mentions() returns trigger language plpgsql as $$
begin
    insert into ledger_mention (pseudonym, seq) select ledger_mentions(new), new.seq on conflict do nothing;
    return null;
end $$;
create trigger ledger_mention_of_new after insert on ledger for each row execute function ledger_notes_mentions();

create index ledger_action on ledger (action, seq);
create index ledger_object on ledger (object, seq);
