// SPDX-License-Identifier: Apache-2.0
import shell from './shell.json';
import parts from './parts.json';
import list from './list.json';
import overview from './overview.json';
import findings from './findings.json';
import accounts from './accounts.json';
import account from './account.json';
import logins from './logins.json';
import feeds from './feeds.json';
import responses from './responses.json';
import policies from './policies.json';
import audit from './audit.json';
import integrations from './integrations.json';
import settings from './settings.json';
import system from './system.json';
import report from './report.json';

export default {
  ...shell,
  ...parts,
  ...list,
  ...overview,
  ...findings,
  ...accounts,
  ...account,
  ...logins,
  ...feeds,
  ...responses,
  ...policies,
  ...audit,
  ...integrations,
  ...settings,
  ...system,
  ...report,
};
