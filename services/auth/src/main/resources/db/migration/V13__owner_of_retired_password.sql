-- Whose password it was at Keycloak. A mail server's name for one person, as the part before the @, may be another's there.
alter table retired_password add column owner text;
update retired_password set owner = lower(remediation.owner) from remediation where remediation.id = remediation_id;
create index retired_password_owner on retired_password (owner);
