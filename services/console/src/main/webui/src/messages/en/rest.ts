// SPDX-License-Identifier: Apache-2.0
import account from './account.json';
import firstSteps from './firstSteps.json';
import logins from './logins.json';
import feeds from './feeds.json';
import responses from './responses.json';
import report from './report.json';
import policies from './policies.json';
import conflict from './conflict.json';
import apiKeys from './apiKeys.json';
import audit from './audit.json';
import integrations from './integrations.json';
import settings from './settings.json';
import system from './system.json';

/** What the other pages need: it is loaded with the first of them. */
export default {
  ...account,
  ...firstSteps,
  ...logins,
  ...feeds,
  ...responses,
  ...report,
  ...policies,
  ...conflict,
  ...apiKeys,
  ...audit,
  ...integrations,
  ...settings,
  ...system,
};
