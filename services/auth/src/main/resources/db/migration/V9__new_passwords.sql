-- Resets after which a person is to set a new password: looked at until it is set at Keycloak, for what is to follow then.
create table awaited_password (
    remediation_id uuid primary key references remediation,
    -- Of the run that is waited for: one that is begun anew is waited for anew.
    started_at     timestamptz not null,
    -- Absent when nothing more is to come.
    next_at        timestamptz,
    outcome        text
);
create index awaited_password_due on awaited_password (next_at) where next_at is not null;
