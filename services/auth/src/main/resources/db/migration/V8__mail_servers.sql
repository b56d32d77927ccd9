-- Where the account is read, so that its mail server is found; absent until the account is next announced.
alter table account add column host text;

-- What was done at mail servers for a remediation: when a cache was emptied, and which connections were open before they
-- were ended. One of these that is open when everything is read again was not ended.
create table mail_door (
    remediation_id uuid        not null references remediation (id),
    server         text        not null,
    mail_user      text        not null,
    emptied_at     timestamptz not null,
    connections    text        not null,
    primary key (remediation_id, server, mail_user)
);
