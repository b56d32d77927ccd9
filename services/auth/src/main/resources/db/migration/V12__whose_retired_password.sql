-- Whose reset retired a password: one person may have several mailboxes. Absent where the remediation was deleted before this.
alter table retired_password add column account_id uuid;
update retired_password set account_id = remediation.account_id from remediation where remediation.id = remediation_id;
