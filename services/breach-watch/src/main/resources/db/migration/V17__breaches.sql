-- SPDX-License-Identifier: Apache-2.0
-- The breach that a finding is about, as its source calls it: by that findings are searched and grouped.
alter table finding add column breach text;
update finding set breach = m.natural_key
from feed_match m where m.finding_id = finding.id and m.kind = 'ADDRESS_IN_BREACH' and finding.kind = 'ADDRESS_IN_BREACH';
create index finding_of_breach on finding (breach, state, severity_rank, raised_at) where breach is not null;

-- Breaches in which addresses of the fleet stand, as a feed describes them.
create table breach (
    name         text primary key,
    title        text not null,
    feed_id      text not null,
    domain       text,
    breached_on  date,
    added_on     date,
    addresses    bigint,
    data_classes text not null,
    marks        text not null,
    seen_at      timestamptz not null
);

-- What is known of those from before; a feed that tells of one again says more.
insert into breach (name, title, feed_id, breached_on, data_classes, marks, seen_at)
select natural_key, natural_key, min(feed_id), max(exposed_on), '', '', max(found_at)
from feed_match where kind = 'ADDRESS_IN_BREACH' and natural_key is not null group by natural_key;
