-- SPDX-License-Identifier: Apache-2.0
-- The last finding that an import's matches became: its release goes on behind it.
alter table feed_run add column released_to uuid;
create index feed_run_releasing on feed_run (started_at, id) where state = 'RELEASING';
