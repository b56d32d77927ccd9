-- API keys of programs. Of the secret only SHA-256 is kept: 256 random bits cannot be guessed, so that no slow hash is needed.
create table api_key (
    id           text primary key,
    position     bigint      not null generated always as identity unique,
    name         text        not null,
    -- Keycloak's user id and user name of whoever made it.
    owner_id     text        not null,
    owner        text        not null,
    roles        text        not null,
    hash         bytea       not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    -- Within an hour.
    last_used_at timestamptz,
    revoked_at   timestamptz,
    revoked_by   text
);
-- The ledger tells an owner's keys apart by their names.
create unique index api_key_name on api_key (owner_id, lower(name)) where revoked_at is null;
create index api_key_owner on api_key (owner_id, position);
-- Each use of a key asks whether its owner was reset since.
create index remediation_owner_started on remediation (lower(owner), started_at) where started_at is not null;
