-- SPDX-License-Identifier: Apache-2.0
-- How fast a job goes: in a second, as seen from the first time to the last.
alter table job add column rate double precision;
alter table job add column measured_since timestamptz;
alter table job add column measured_at timestamptz;

-- Whether each remediation is under way, as the newest that auth told of it: by that findings are searched.
create table response (
    remediation_id uuid primary key,
    account_id     uuid not null,
    under_way      boolean not null,
    changed_at     timestamptz not null
);
create index response_under_way on response (account_id) where under_way;
