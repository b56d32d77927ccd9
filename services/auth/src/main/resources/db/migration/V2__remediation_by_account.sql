-- Credential versions are counted by account: two accounts of one owner may both be at version 1.
alter table remediation drop constraint remediation_owner_credential_version_action_key;
alter table remediation add constraint remediation_once unique (account_id, owner, credential_version, action);
