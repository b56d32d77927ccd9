-- SPDX-License-Identifier: Apache-2.0
-- When the last message was noticed: a mailbox that hears nothing for long is dead, or its mail goes elsewhere.
alter table account add column last_message_at timestamptz;
update account set last_message_at = (select max(m.seen_at) from seen_message m where m.account_id = account.id);
