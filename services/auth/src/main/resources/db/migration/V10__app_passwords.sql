-- App passwords of people's mail clients, hashed as Dovecot takes them. Its file is made of these rows.
create table app_password (
    id          uuid primary key,
    user_id     text        not null,
    owner       text        not null,
    slot        integer     not null,
    device      text        not null,
    protocols   text        not null,
    hash        text        not null,
    request_key text,
    issued_at   timestamptz not null,
    -- When the person signed in who asked for it: what ends sessions ends what they were good for.
    signed_in   timestamptz not null,
    expires_at  timestamptz,
    unique (owner, slot),
    unique (user_id, request_key)
);
