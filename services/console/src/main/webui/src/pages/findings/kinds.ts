// SPDX-License-Identifier: Apache-2.0

/** The kinds of finding that detectors of sign-ins tell; a retired password is one about a password too. */
export const LOGIN_KINDS = [
  'IMPOSSIBLE_TRAVEL',
  'NEW_COUNTRY',
  'NEW_NETWORK',
  'NEW_CLIENT',
  'BRUTE_FORCE',
  'PASSWORD_SPRAY',
  'SUCCESS_AFTER_FAILURES',
  'DORMANT_LOGIN',
  'PLAINTEXT_LOGIN',
  'LEGACY_LOGIN',
  'BREACHED_LOGIN',
  'LOGIN_DURING_REMEDIATION',
] as const;

/** The kinds of finding, those about passwords first. */
export const KINDS = [
  'CREDENTIAL_LEAKED',
  'STEALER_LOG',
  'PASSWORD_PWNED',
  'RETIRED_PASSWORD_USED',
  'CREDENTIAL_LEAKED_STALE',
  'ADDRESS_IN_BREACH',
  'PASSWORD_REUSED',
  'PASSWORD_WEAK',
  'PASSWORD_EXPIRED',
  'TWO_FACTOR_MISSING',
  'TRANSPORT_INSECURE',
  ...LOGIN_KINDS,
  'MAILBOX_EVIDENCE',
] as const;
