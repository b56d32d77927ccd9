-- Whether the fetcher holds the account's password; absent until the account is next announced.
alter table account add column credential_type text;

-- Passwords that Keycloak alone holds and whose fingerprint was passed on to breach-watch.
create table keycloak_credential (
    account_id uuid primary key,
    version    bigint not null,
    sealed_at  timestamptz not null
);

-- Up to when Keycloak's own events were read.
create table sign_in_cursor (
    id         integer primary key check (id = 1),
    read_until timestamptz not null
);
