-- SPDX-License-Identifier: Apache-2.0
-- Who is who, the same in every database.
select setseed(0.4);
create function pg_temp.account_id(n bigint) returns uuid language sql immutable
    return cast(md5('account ' || n) as uuid);
create function pg_temp.owner(n bigint) returns text language sql immutable
    return (array['ada', 'boris', 'carla', 'dilan', 'elif', 'fatou', 'gustav', 'hana', 'ivan', 'jamila', 'kofi', 'lena', 'mateo',
        'nadia', 'oscar', 'priya', 'quentin', 'rosa', 'stefan', 'tomoko'])[1 + n % 20] || '.'
        || (array['abbas', 'berger', 'castro', 'diallo', 'eriksen', 'fischer', 'garcia', 'haddad', 'ito', 'jensen', 'kowalski',
        'lopez', 'moreau', 'novak', 'okafor', 'petrov', 'rossi', 'sato', 'tanaka', 'weber'])[1 + n / 20 % 20] || n;
create function pg_temp.address(n bigint) returns text language sql immutable
    return pg_temp.owner(n) || '@' || (array['example.org', 'sales.example.org', 'works.example.org', 'example.net'])[1 + n / 400 % 4];
-- One of several by their shares, which are given as the places where the next one begins.
create function pg_temp.one_of(names text[], begins float8[], place float8) returns text language sql immutable
    return names[width_bucket(place, begins)];
