// SPDX-License-Identifier: Apache-2.0
// Asks a range search, whose address is given, about two passwords with clients that others wrote, and prints their answers.
import { createRequire } from 'node:module';
import { pwnedPassword, pwnedPasswordRange } from 'hibp';

const { zxcvbnAsync, zxcvbnOptions } = createRequire(import.meta.url)('@zxcvbn-ts/core');
const { matcherPwnedFactory } = createRequire(import.meta.url)('@zxcvbn-ts/matcher-pwned');

const [service, known, unknown] = process.argv.slice(2);

const hibp = { baseUrl: service };
const padded = { ...hibp, addPadding: true };
const padding = Object.values(await pwnedPasswordRange('21bd1', padded)).filter((count) => count === 0);

const failures = [];
zxcvbnOptions.addMatcher(
  'pwned',
  matcherPwnedFactory(fetch, zxcvbnOptions, {
    url: `${service}/range/`,
    networkErrorHandler: (error) => {
      failures.push(String(error.status ?? error));
      return false;
    },
  }),
);
const seen = async (password) =>
  (await zxcvbnAsync(password)).sequence.find((match) => match.pattern === 'pwned')?.pwnedAmount ?? 0;

console.log(
  JSON.stringify({
    hibp: { known: await pwnedPassword(known, hibp), unknown: await pwnedPassword(unknown, hibp) },
    hibpPadded: { known: await pwnedPassword(known, padded), unknown: await pwnedPassword(unknown, padded) },
    hibpPadding: padding.length,
    hibpNtlm: await pwnedPasswordRange('21bd1', { ...hibp, mode: 'ntlm' }).then(
      () => 'answered',
      (error) => error.message,
    ),
    zxcvbn: { known: await seen(known), unknown: await seen(unknown) },
    zxcvbnFailures: failures,
  }),
);
