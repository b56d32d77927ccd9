-- What a sealed credential is: a person's password, or one of the ways to sign in without it.
alter table credential add column type text not null default 'PASSWORD';
alter table credential alter column type drop default;

-- One row for each token that is fetched: of one account, or of a client that many accounts share.
create table oauth_token (
    grant_key        text primary key,
    account_id       uuid references account on delete cascade,
    sealed           bytea,
    expires_at       timestamptz,
    -- Whoever sets this fetches the token; nobody else does until it is over.
    refreshing_until timestamptz,
    failures         integer not null default 0,
    not_before       timestamptz,
    problem          text
);
create index oauth_token_account on oauth_token (account_id);
