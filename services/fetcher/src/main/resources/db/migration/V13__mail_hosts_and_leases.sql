-- The standing of each mail server, shared by all fetchers and kept over their restarts.
create table mail_host (
    host             text primary key,
    incident_since   timestamptz,
    refused_accounts integer not null default 0,
    next_probe_at    timestamptz,
    probe_account    uuid
);

-- Refused sign-ins count against the server as well, and still do when their account is gone.
alter table sign_in_attempt drop constraint sign_in_attempt_account_id_fkey;
alter table sign_in_attempt add column host text;
update sign_in_attempt s set host = a.host from account a where a.id = s.account_id;
delete from sign_in_attempt where host is null;
alter table sign_in_attempt alter column host set not null;
-- A later sign-in with the same credential made it void.
alter table sign_in_attempt add column voided boolean not null default false;
-- The server refused many accounts at once and was well again later.
alter table sign_in_attempt add column excused boolean not null default false;
create index sign_in_attempt_host on sign_in_attempt (host, started_at);

alter table account add column opened_version bigint;
update account a set opened_version = a.credential_version where exists (
    select 1 from sign_in_attempt s
    where s.account_id = a.id and s.credential_version = a.credential_version and s.outcome = 'OPENED');
alter table account add column last_read_at timestamptz;
alter table account add column try_by_hand boolean not null default false;
alter table account add column tried_by_hand_at timestamptz;

-- Which fetcher may have a session of the account, and until when.
create table session_lease (
    account_id         uuid primary key references account on delete cascade,
    holder             uuid not null,
    credential_version bigint not null,
    until              timestamptz not null
);
create index session_lease_holder on session_lease (holder);

-- Kafka's partitioner (murmur2, sign bit cleared) on the account id as text, which is the key of its events: an account
-- is read by the fetcher that owns its partition. 36 characters are nine blocks of four bytes and no rest.
create function account_key_hash(id uuid) returns integer language plpgsql immutable strict as $$
declare
    m constant bigint := 1540483477;
    word constant bigint := 4294967295;
    key constant bytea := convert_to(id::text, 'UTF8');
    h bigint := (2538058380 # length(key)::bigint) & word;
    k bigint;
begin
    for block in 0..8 loop
        k := get_byte(key, block * 4) + (get_byte(key, block * 4 + 1) << 8) + (get_byte(key, block * 4 + 2) << 16)
            + (get_byte(key, block * 4 + 3)::bigint << 24);
        k := (k * m) & word;
        k := k # (k >> 24);
        k := (k * m) & word;
        h := ((h * m) & word) # k;
    end loop;
    h := h # (h >> 13);
    h := (h * m) & word;
    h := h # (h >> 15);
    return (h & 2147483647)::integer;
end $$;
alter table account add column key_hash integer generated always as (account_key_hash(id)) stored;
create index account_host on account (host);
