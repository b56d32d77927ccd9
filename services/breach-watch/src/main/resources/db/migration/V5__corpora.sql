-- SPDX-License-Identifier: Apache-2.0
alter table corpus_import add column kind text not null default 'SHA1';

-- Asked to stop and to go on later; the worker sees it within seconds.
alter table job add column pause boolean not null default false;
