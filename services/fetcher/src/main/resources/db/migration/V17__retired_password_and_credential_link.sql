-- What a sign-in was made for: POLL, PROOF of a remediation, or OWNER who gives a new password. Each counts against account
-- and server; only those of POLL say anything about the stored password.
alter table sign_in_attempt add column purpose text not null default 'POLL';

-- The one try of the retired password at the mail server, written down before it is made. A remediation that a person has
-- begun anew is planned anew, and has another.
alter table proof_delivery add column planned_at timestamptz;
alter table proof_delivery add column mail_protocol text;
alter table proof_delivery add column mail_began_at timestamptz;
alter table proof_delivery add column mail_outcome text;
alter table proof_delivery add column mail_reason text;

-- Links over which owners give the new password of a mailbox. Only the hash of a link's token is kept.
create table credential_link (
    token_hash         bytea primary key,
    account_id         uuid not null references account on delete cascade,
    credential_version bigint not null,
    issued_at          timestamptz not null,
    expires_at         timestamptz not null,
    requests           integer not null default 0,
    -- Sign-ins that were refused, or begun with their end unknown.
    tries              integer not null default 0,
    over_at            timestamptz
);
create index credential_link_account on credential_link (account_id, issued_at);
