// SPDX-License-Identifier: Apache-2.0

/** The event topics, in the order in which things happen. */
export const TOPICS = ['mail.accounts', 'mail.messages', 'mail.evidence', 'mail.logins', 'credential.sealed', 'breach.findings', 'auth.remediations'] as const;

/** Where breach-watch listens on the machine of the stack. */
const BREACH_WATCH = 'http://127.0.0.1:8082';

/** Gets a token and asks with it, without a secret in the list of processes. */
export function tokenLines(origin: string, keycloak: string): string {
  return [
    'umask 077',
    `curl -s ${keycloak}/realms/mailwarden/protocol/openid-connect/token \\`,
    '  -d grant_type=client_credentials -d client_id=mailwarden-cli \\',
    '  --data-urlencode client_secret@.mailwarden/secrets/mailwarden-cli |',
    `  sed 's/.*"access_token":"\\([^"]*\\)".*/Authorization: Bearer \\1/' > .mailwarden/token`,
    `curl -s -H @.mailwarden/token '${origin}/api/v1/findings?state=OPEN'`,
  ].join('\n');
}

/** Asks with an API key, which stands in a file and in no list of processes. */
export function keyLines(origin: string): string {
  return [
    'umask 077',
    `printf 'Authorization: Bearer %s' 'THE-KEY' > .mailwarden/api-key`,
    `curl -s -H @.mailwarden/api-key '${origin}/api/v1/findings?state=OPEN'`,
  ].join('\n');
}

/** What breach-watch is told of a Dovecot. */
export const DOVECOT_SOURCE = ['mailwarden.breach-watch.logins.sources.mx1.kind=DOVECOT', 'mailwarden.breach-watch.logins.sources.mx1.key-file=/etc/mailwarden/keys/mx1'].join('\n');

/** What Dovecot is told, for its sign-ins to be reported and asked about. */
export const DOVECOT_POLICY = [
  `auth_policy_server_url = ${BREACH_WATCH}/policy`,
  'auth_policy_server_api_header = X-Api-Key: THE-KEY',
  'auth_policy_hash_nonce = THE-NONCE',
  'auth_policy_hash_mech = sha256',
  'auth_policy_hash_truncate = 0',
  'auth_policy_request_attributes = login=%{requested_username} pwhash=%{hashed_password} remote=%{rip} device_id=%{client_id} protocol=%s session_id=%{session}',
  'auth_policy_check_before_auth = yes',
  'auth_policy_check_after_auth = no',
  'auth_policy_report_after_auth = yes',
].join('\n');

/** What Dovecot is told where its sign-ins are to be reported only. */
export const DOVECOT_EVENTS = [
  'event_exporter mailwarden {',
  '  transport = http-post',
  `  transport_args = ${BREACH_WATCH.replace('//', '//mx1:THE-KEY@')}/dovecot/events`,
  '  format = json',
  '}',
  'metric mailwarden_auth {',
  '  exporter = mailwarden',
  '  filter = event=auth_request_finished',
  '}',
].join('\n');

/** What breach-watch is told of a Stalwart. */
export const STALWART_SOURCE = DOVECOT_SOURCE.replaceAll('mx1', 'mx2').replace('DOVECOT', 'STALWART');

/** Where Stalwart's webhook goes. */
export const STALWART_WEBHOOK = `${BREACH_WATCH}/stalwart/events`;

/** Posts sign-ins of anything else. */
export function postLines(origin: string): string {
  return [
    "curl -s -H @.mailwarden/token -H 'Content-Type: application/json' \\",
    `  -d '{"logins": [{"id": "attempt-17", "username": "ada@example.org", "succeeded": false,`,
    `       "failure": "BAD_CREDENTIALS", "protocol": "SMTP", "remoteAddress": "203.0.113.7",`,
    `       "occurredAt": "2026-11-01T10:15:30Z"}]}' \\`,
    `  ${origin}/api/v1/logins`,
  ].join('\n');
}

/** What Keycloak's process is told, for our provider inside it. */
export const KEYCLOAK_PROVIDER = [
  `KC_SPI_PASSWORD_POLICY__BREACH_WATCH__RANGE_URL=${BREACH_WATCH}/range/`,
  'KC_SPI_REALM_RESTAPI_EXTENSION__MAILWARDEN__AUTH_URL=http://127.0.0.1:8083',
  'KC_SPI_REALM_RESTAPI_EXTENSION__MAILWARDEN__PUBLIC_KEYSET=/path/to/breach-watch.public.keyset',
  'KC_SPI_EVENTS_LISTENER__MAILWARDEN_KAFKA__BOOTSTRAP_SERVERS=BROKER:PORT',
].join('\n');

/** Connects a realm that is there already, and examines it. */
export const KEYCLOAK_CONNECT = [
  './mailwarden connect --keycloak https://id.example.org --realm staff --admin NAME --password-file FILE --dry-run',
  './mailwarden doctor --keycloak https://id.example.org --realm staff --settings .mailwarden/connect/auth.properties',
].join('\n');

/** The range search, on the machine of the stack and from elsewhere. */
export function rangeLines(origin: string): string {
  return [`curl -s ${BREACH_WATCH}/range/21BD1`, `curl -s -H @.mailwarden/token ${origin}/range/21BD1`].join('\n');
}
