-- SPDX-License-Identifier: Apache-2.0
insert into account (account_id, address, owner, recovery_address, credential_version, state, changed_at, host)
select pg_temp.account_id(n), pg_temp.address(n), pg_temp.owner(n), 'recovery' || n || '@example.com', 1 + n % 3, 'ACTIVE', now(),
    'mail' || n % 5 || '.example.org'
from generate_series(1, ${accounts}) n;

insert into user_posture (user_id, username, enabled, protected, second_factors, user_groups, recoverable, password_changed_at,
    observed_at, published_at)
select cast(pg_temp.account_id(n) as text), pg_temp.owner(n), n % 50 <> 0, n % 2000 = 0, case when n % 4 = 0 then '' else 'otp' end,
    (array['Sales', 'Research', 'Works', 'Board', 'Support', 'Finance', 'Legal', 'Design'])[1 + n % 8], true,
    now() - random() * interval '700 days', now(), now()
from generate_series(1, ${accounts}) n;

-- Responses of two years: nearly all are over, and none has a step that is to run.
insert into remediation (id, account_id, owner, credential_version, policy, action, state, snapshot, requester, approver, hold_code,
    started_at, applied_at, completed_at, completed_reason, address, planned_at, changed_at)
select id, account, person, n, 'default', action, state,
    cast(jsonb_build_object('remediationId', id, 'accountId', account, 'address', address, 'owner', person, 'userId', account,
        'credentialVersion', n, 'findings', jsonb_build_array(gen_random_uuid()), 'action', action, 'mode', 'PROPOSE', 'policy', 'default',
        'state', state, 'reason', case when state in ('HELD', 'FAILED', 'REJECTED', 'EXPIRED') then 'Made up for a benchmark.' end,
        'requiredActions', jsonb_build_array('UPDATE_PASSWORD', 'CONFIGURE_TOTP'),
        'evidence', case when state = 'VERIFIED' then jsonb_build_array(
            jsonb_build_object('check', 'REFRESH_TOKENS', 'outcome', 'HOLDS', 'detail', 'None is left.'),
            jsonb_build_object('check', 'SESSIONS', 'outcome', 'HOLDS', 'detail', 'None is left.')) else '[]' end,
        'plannedAt', to_char(planned at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'changedAt', to_char((planned + took) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as text),
    case when n % 3 = 0 then 'policy' else 'analyst' || n % 12 end, case when state in ('VERIFIED', 'APPLIED', 'STARTED') then 'approver' end,
    case when state = 'HELD' then case when n % 5 = 0 then 'BUDGET' else 'WAITS_FOR_APPROVAL' end end,
    case when state in ('VERIFIED', 'FAILED') then planned end, case when state = 'VERIFIED' then planned + took end,
    case when state = 'VERIFIED' then planned + interval '1 day' end, case when state = 'VERIFIED' then 'The account has a new credential.' end,
    address, planned, planned + took
from (
    select n, gen_random_uuid() as id, pg_temp.account_id(1 + n * 7 % ${accounts}) as account, pg_temp.owner(1 + n * 7 % ${accounts}) as person,
        pg_temp.address(1 + n * 7 % ${accounts}) as address,
        now() - interval '730 days' * (1 - n / cast(${remediations} + 1 as float8)) as planned, interval '1 second' * (1 + 60 * power(random(), 3)) as took,
        pg_temp.one_of(array['VERIFIED', 'REJECTED', 'EXPIRED', 'HELD', 'FAILED', 'PLANNED'], array[0, 0.85, 0.9, 0.93, 0.975, 0.98], random()) as state,
        case when n % 6 = 0 then 'REVOKE_SESSIONS' else 'FORCE_RESET' end as action
    from generate_series(1, ${remediations}) n) response;

-- Rows of the ledger as long as real ones. Their hashes are made up: lists are measured here, and nobody verifies.
insert into ledger (seq, ts, actor, action, object, reason, payload, prev_hash, hash)
select head.seq + n, now() - interval '730 days' * (1 - n / cast(${ledger} + 1 as float8)), case when n % 4 = 0 then 'auth' else 'person:' || left(md5('analyst' || n % 12), 22) end,
    (array['remediation.planned', 'remediation.held', 'remediation.approved', 'remediation.started', 'remediation.applied',
        'remediation.verified', 'policy.changed', 'batch.asked'])[1 + n % 8], cast(pg_temp.account_id(n / 8) as text), 'Made up for a benchmark.',
    jsonb_build_object('account', pg_temp.account_id(n / 8), 'owner', 'person:' || left(md5('person' || n / 8), 22), 'policy', 'default'),
    encode(sha256(convert_to('row ' || n - 1, 'UTF8')), 'hex'), encode(sha256(convert_to('row ' || n, 'UTF8')), 'hex')
from ledger_head head, generate_series(1, ${ledger}) n;
update ledger_head set seq = seq + ${ledger}, hash = (select hash from ledger order by seq desc limit 1);
