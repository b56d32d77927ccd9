-- SPDX-License-Identifier: Apache-2.0
-- The fetcher signs in to every mailbox every few minutes. Whoever asks for what others did must not read past all of that.
create index login_of_others on login (occurred_at desc, login_id desc) where source <> 'FETCHER';
create index login_account_of_others on login (account_id, occurred_at desc, login_id desc)
    where account_id is not null and source <> 'FETCHER';
