// SPDX-License-Identifier: Apache-2.0
import shell from './shell.json';
import parts from './parts.json';
import list from './list.json';
import overview from './overview.json';
import findings from './findings.json';
import accounts from './accounts.json';

/** What the first page needs, and what every page needs. */
export default {
  ...shell,
  ...parts,
  ...list,
  ...overview,
  ...findings,
  ...accounts,
};
