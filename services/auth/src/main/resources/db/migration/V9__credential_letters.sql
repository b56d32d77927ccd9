-- Resets after which somebody is to give the fetcher the new password of a mailbox: looked at until it is set at Keycloak, and
-- a link was mailed.
create table credential_letter (
    remediation_id uuid primary key references remediation,
    -- Of the run that is waited for: one that is begun anew is waited for anew.
    started_at     timestamptz not null,
    -- Absent when nothing more is to come.
    next_at        timestamptz,
    outcome        text
);
create index credential_letter_due on credential_letter (next_at) where next_at is not null;
