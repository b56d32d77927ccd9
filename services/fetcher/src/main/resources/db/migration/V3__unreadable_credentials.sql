-- A credential that does not open with the key of the vault is set aside, so that it does not block the others.
alter table credential add column unreadable boolean not null default false;
