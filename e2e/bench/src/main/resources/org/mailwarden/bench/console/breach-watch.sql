-- SPDX-License-Identifier: Apache-2.0
insert into account (account_id, address, owner, username, changed_at)
select pg_temp.account_id(n), pg_temp.address(n), pg_temp.owner(n), pg_temp.address(n), now() - random() * interval '700 days'
from generate_series(1, ${accounts}) n;

insert into user_posture (username, user_id, enabled, is_protected, second_factors, password_changed_at, observed_at)
select pg_temp.owner(n), cast(pg_temp.account_id(n) as text), n % 50 <> 0, n % 2000 = 0,
    case when n % 4 = 0 then '' else 'otp' end, now() - random() * interval '700 days', now()
from generate_series(1, ${accounts}) n;

insert into account_transport (account_id, protocol, host, tls_protocol, cipher_suite, certificate_not_after, occurred_at)
select pg_temp.account_id(n), case when n % 12 = 0 then 'POP3' else 'IMAP' end, 'mail' || n % 5 || '.example.org',
    case when n % 40 = 0 then 'TLSv1.2' else 'TLSv1.3' end, 'TLS_AES_256_GCM_SHA384', now() + interval '60 days', now()
from generate_series(1, ${accounts}) n;

-- What is wrong with accounts now: a finding stands behind each.
insert into posture_issue (account_id, kind, episode, standing, severity, summary, reasons, finding_id, since)
select pg_temp.account_id(n), kind, 1, true, 'MEDIUM', 'Made up for a benchmark.', '', gen_random_uuid(), now() - random() * interval '300 days'
from generate_series(1, ${accounts}) n
cross join lateral (values ('TWO_FACTOR_MISSING', 4), ('PASSWORD_WEAK', 15), ('PASSWORD_REUSED', 20), ('TRANSPORT_INSECURE', 200))
    as wrong (kind, each)
where n % each = 0;

insert into posture_history (day, taken_at, report)
select current_date - n, now() - n * interval '1 day', cast(jsonb_build_object('accounts', ${accounts}, 'at', now() - n * interval '1 day',
    'score', round(cast(74 - n / 40.0 + 2 * sin(n / 5.0) as numeric), 1), 'parts', jsonb_build_array(jsonb_build_object(
        'name', 'SECOND_FACTOR', 'weight', 15, 'total', ${accounts}, 'affected', ${accounts} / 4 + 10 * n, 'unknown', 0,
        'value', round(cast(75 - n / 50.0 as numeric), 1)))) as text)
from generate_series(1, 365) n;

-- Two years of findings, more of them lately. Some accounts have many, and what is old is closed as a rule.
create temporary table drawn as
select n, gen_random_uuid() as id, 1 + cast(floor(${accounts} * power(random(), 1.6)) as bigint) as person,
    pg_temp.one_of(array['ADDRESS_IN_BREACH', 'NEW_NETWORK', 'NEW_CLIENT', 'NEW_COUNTRY', 'PASSWORD_PWNED', 'BRUTE_FORCE',
            'CREDENTIAL_LEAKED_STALE', 'TWO_FACTOR_MISSING', 'IMPOSSIBLE_TRAVEL', 'PASSWORD_WEAK', 'MAILBOX_EVIDENCE',
            'PASSWORD_REUSED', 'PASSWORD_SPRAY', 'PLAINTEXT_LOGIN', 'PASSWORD_EXPIRED', 'CREDENTIAL_LEAKED',
            'SUCCESS_AFTER_FAILURES', 'TRANSPORT_INSECURE', 'STEALER_LOG', 'RETIRED_PASSWORD_USED'],
        array[0, 0.27, 0.40, 0.51, 0.59, 0.66, 0.72, 0.78, 0.83, 0.865, 0.895, 0.925, 0.945, 0.955, 0.965, 0.975, 0.984, 0.991,
            0.995, 0.998], random()) as kind,
    random() as grade, now() - interval '730 days' * power(random(), 1.2) as raised_at, random() as fate, random() as tended,
    random() as confirmed
from generate_series(1, ${findings}) n;

insert into finding (id, kind, severity, state, account_id, address, owner, credential_version, summary, raised_at, changed_at,
    severity_reasons, assignee, closed_as, closed_by, closed_reason, closed_at, accounts, breach)
select id, kind, case
        when kind in ('CREDENTIAL_LEAKED', 'RETIRED_PASSWORD_USED') then 'CRITICAL'
        when kind = 'STEALER_LOG' then case when grade < 0.5 then 'CRITICAL' else 'HIGH' end
        when kind in ('PASSWORD_PWNED', 'IMPOSSIBLE_TRAVEL', 'SUCCESS_AFTER_FAILURES') then case when grade < 0.9 then 'HIGH' else 'MEDIUM' end
        when kind in ('NEW_NETWORK', 'NEW_CLIENT') then case when grade < 0.6 then 'INFO' else 'LOW' end
        when kind = 'CREDENTIAL_LEAKED_STALE' then 'INFO'
        else case when grade < 0.5 then 'MEDIUM' else 'LOW' end end,
    case when is_open then 'OPEN' else 'CLOSED' end, pg_temp.account_id(person), pg_temp.address(person), pg_temp.owner(person),
    1 + person % 3,
    case kind
        when 'ADDRESS_IN_BREACH' then pg_temp.address(person) || ' is in the breach of Service ' || n % 700 || '.'
        when 'NEW_NETWORK' then 'Somebody signed in from AS' || 64496 + n % 1000 || ', where this account was never used before.'
        when 'NEW_COUNTRY' then 'Somebody signed in from a country in which this account was never used before.'
        when 'PASSWORD_PWNED' then 'The password was seen ' || n % 9000 || ' times in leaks.'
        else 'Number ' || n || ' of its kind for ' || pg_temp.owner(person) || '.' end,
    raised_at, least(now(), raised_at + tended * interval '20 days'), 'The severity that its kind has.',
    case when tended < case when is_open then 0.25 else 0.6 end then 'analyst' || n % 12 end,
    case when not is_open then pg_temp.one_of(array['FACTS_CHANGED', 'TRUE_POSITIVE', 'REMEDIATED', 'FALSE_POSITIVE', 'ACCEPTED'],
        array[0, 0.4, 0.6, 0.75, 0.9], grade) end,
    case when not is_open and grade >= 0.4 and (grade < 0.6 or grade >= 0.75) then 'analyst' || n % 12 end,
    case when not is_open then 'What it was about is over.' end,
    case when not is_open then least(now(), raised_at + tended * interval '20 days') end,
    case when kind = 'PASSWORD_SPRAY' then (select array_agg(pg_temp.account_id(1 + (person + 37 * other) % ${accounts}))
        from generate_series(0, 20) other) end,
    case when kind = 'ADDRESS_IN_BREACH' then 'Service ' || n % 700 end
from (select *, fate < case when raised_at > now() - interval '90 days' then 0.3 else 0.05 end as is_open from drawn) judged
-- As they come.
order by raised_at;

insert into breach (name, title, feed_id, breached_on, data_classes, marks, seen_at)
select 'Service ' || n, 'Service ' || n, 'feed-1', current_date - n, E'Email addresses\nPasswords', '', now()
from generate_series(0, 699) n;

-- Who says so: most often one source, sometimes more.
create temporary table confirming as
select id, raised_at, n, place, case when place = 1
    then case when kind in ('ADDRESS_IN_BREACH', 'CREDENTIAL_LEAKED', 'CREDENTIAL_LEAKED_STALE', 'STEALER_LOG', 'PASSWORD_PWNED')
        then 'feed-' || n % 6 else 'breach-watch' end
    else 'list-' || (n + place) % 40 end as source
from drawn cross join lateral generate_series(1, case when confirmed < 0.8 then 1 when confirmed < 0.96 then 2 else 3 end) place
order by raised_at;

insert into finding_fact (finding_id, source, text, added_at)
select id, source, 'Fact ' || place || ' of what was seen, said in one plain sentence.', raised_at from confirming;

insert into finding_source (finding_id, name, severity, severity_reasons, added_at)
select id, source, 'MEDIUM', '', raised_at from confirming;

insert into finding_note (finding_id, author, text, comment, added_at)
select id, 'analyst' || n % 12, 'Looked at, and talked to the owner.', true, raised_at from drawn where tended < 0.3;

-- Sign-ins of the last 90 days: most from one country, some refused.
insert into login (login_id, account_id, username, source, reporter, protocol, host, port, remote_address, mechanism, client,
    secured, tls_protocol, succeeded, failure, occurred_at, kept_at, country, city, latitude, longitude, network, marks, client_name)
select gen_random_uuid(), case when stranger < 0.03 then null else pg_temp.account_id(person) end,
    case when stranger < 0.03 then 'admin' || n else pg_temp.address(person) end,
    case when n % 3 = 0 then 'DOVECOT' when n % 3 = 1 then 'KEYCLOAK' else 'FETCHER' end, case when n % 3 = 0 then 'dovecot' end,
    case when n % 3 = 1 then 'https' else 'imap' end, 'mail' || n % 5 || '.example.org', 993,
    cast('198.51.' || 100 + place || '.' || n % 250 as inet), 'PLAIN', case when n % 2 = 0 then 'Thunderbird 140' else 'iOS Mail' end, true,
    'TLSv1.3', refused >= 0.08, case when refused < 0.08 then 'BAD_CREDENTIALS' end, at, at,
    (array['DE', 'DE', 'DE', 'DE', 'DE', 'FR', 'NL', 'US', 'IN', 'BR', 'JP', 'ZA'])[place],
    (array['Berlin', 'Hamburg', 'Cologne', 'Munich', 'Leipzig', 'Lyon', 'Utrecht', 'Austin', 'Pune', 'Recife', 'Osaka', 'Durban'])[place],
    (array[52.5, 53.6, 50.9, 48.1, 51.3, 45.8, 52.1, 30.3, 18.5, -8.1, 34.7, -29.9])[place],
    (array[13.4, 10.0, 7.0, 11.6, 12.4, 4.8, 5.1, -97.7, 73.9, -34.9, 135.5, 31.0])[place],
    'AS' || 64496 + place, case when refused < 0.01 then array['TOR'] when refused < 0.03 then array['HOSTING'] end,
    case when n % 2 = 0 then 'Thunderbird' else 'iOS Mail' end
from (
    select n, 1 + cast(floor(${accounts} * power(random(), 1.3)) as bigint) as person, 1 + cast(floor(12 * power(random(), 3)) as integer) as place,
        random() as refused, random() as stranger, now() - random() * interval '89 days' as at
    from generate_series(1, ${signIns}) n) tried
order by at;
