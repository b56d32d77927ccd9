-- SPDX-License-Identifier: Apache-2.0
-- A fleet that is not due for a long time: nobody is to be read while lists are measured.
insert into account (id, address, protocol, host, port, security, username, credential_type, credential_version, folders,
    retrieval, owner, recovery_address, state, state_reason, messages_seen, failures, last_polled_at, last_read_at,
    opened_version, next_poll_at, changed_at, tags)
select pg_temp.account_id(n), pg_temp.address(n), case when n % 12 = 0 then 'POP3' else 'IMAP' end,
    'mail' || n % 5 || '.example.org', case when n % 12 = 0 then 995 else 993 end, 'TLS', pg_temp.address(n),
    case when n % 7 = 0 then 'OAUTH2_CLIENT' else 'PASSWORD' end, 1 + n % 3, 'INBOX', 'KEEP_ON_SERVER', pg_temp.owner(n),
    'recovery' || n || '@example.com', state,
    case state when 'PAUSED' then 'Paused by an operator.' when 'CREDENTIAL_REFUSED' then 'The mail server refused the password.'
        when 'SUSPENDED' then 'The password is being reset.' when 'UNREACHABLE' then 'The mail server did not answer in time.' end,
    cast(20000 * power(random(), 3) as bigint), case state when 'UNREACHABLE' then 4 else 0 end,
    case when state <> 'NEW' then now() - random() * interval '10 minutes' end,
    case when state <> 'NEW' then now() - random() * interval '10 minutes' end, 1 + n % 3,
    now() + interval '30 days', now() - random() * interval '700 days',
    case when n % 5 = 0 then array['team ' || n / 5 % 30] else '{}' end || case when n % 50 = 0 then array['vip'] else '{}' end
from (
    select n, pg_temp.one_of(array['ACTIVE', 'PAUSED', 'CREDENTIAL_REFUSED', 'UNREACHABLE', 'SUSPENDED', 'NEW'],
        array[0, 0.93, 0.955, 0.975, 0.985, 0.995], random()) as state
    from generate_series(1, ${accounts}) n) fleet;
