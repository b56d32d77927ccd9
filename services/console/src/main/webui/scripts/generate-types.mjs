// SPDX-License-Identifier: Apache-2.0
// Writes the types of what the services answer from their published descriptions (contracts/openapi), into src/api/contract. They are made
// anew with each check and each build and never kept: a page that asks for something a service no longer says does not compile.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = join(import.meta.dirname, '..');
const descriptions = join(root, '..', '..', '..', '..', '..', 'contracts', 'openapi');
const folder = join(root, 'src', 'api', 'contract');

mkdirSync(folder, { recursive: true });
for (const service of ['auth', 'breach-watch', 'fetcher']) {
  const types = await openapiTS(pathToFileURL(join(descriptions, `${service}.json`)), { silent: true });
  writeFileSync(join(folder, `${service}.ts`), `// Generated from contracts/openapi/${service}.json\n${astToString(types)}`);
}
