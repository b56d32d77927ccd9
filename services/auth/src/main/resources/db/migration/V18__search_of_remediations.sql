-- What remediations are ordered by, apart from the snapshot: that one would have to be read whole.
alter table remediation add column address text;
alter table remediation add column planned_at timestamptz;
alter table remediation add column changed_at timestamptz;
update remediation set address = cast(snapshot as jsonb) ->> 'address',
    planned_at = cast(cast(snapshot as jsonb) ->> 'plannedAt' as timestamptz),
    changed_at = cast(cast(snapshot as jsonb) ->> 'changedAt' as timestamptz);
alter table remediation alter column address set not null;
alter table remediation alter column planned_at set not null;
alter table remediation alter column changed_at set not null;

-- What a remediation is found by, apart from the remediation: that one changes with each step, and an index of texts would be
-- written anew each time. The extension comes with PostgreSQL, and whoever owns a database may create it there.
create extension if not exists pg_trgm;
create table remediation_text (
    remediation_id uuid primary key references remediation on delete cascade,
    text           text not null
);
create index remediation_text_parts on remediation_text using gin (text gin_trgm_ops);

create function remediation_is_found() returns trigger language plpgsql as $$
begin
    insert into remediation_text (remediation_id, text)
    values (new.id, lower(new.address || chr(10) || new.owner))
    on conflict (remediation_id) do update set text = excluded.text;
    return null;
end $$;
create trigger remediation_text_of_new after insert on remediation for each row execute function remediation_is_found();
create trigger remediation_text_of_changed after update on remediation for each row
    when ((old.address, old.owner) is distinct from (new.address, new.owner))
    execute function remediation_is_found();
insert into remediation_text (remediation_id, text) select id, lower(address || chr(10) || owner) from remediation;

-- Of each state the two orders of the list; both over all states; and the filters that few remediations fit.
create index remediation_state on remediation (state, position);
create index remediation_state_changed on remediation (state, changed_at, position);
create index remediation_changed on remediation (changed_at, position);
create index remediation_planned on remediation (planned_at);
create index remediation_action on remediation (action, position);
create index remediation_policy on remediation (policy, position);
create index remediation_requester on remediation (requester, position);
-- Everything that is counted, so that the wide rows are not read for it.
create index remediation_counted on remediation (state, action, hold_code, policy, requester, planned_at);

-- The batches of a state, newest first.
create index batch_state on batch (state, position);
