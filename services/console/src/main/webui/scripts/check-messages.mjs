// SPDX-License-Identifier: Apache-2.0
// Refuses a key that one language has and another has not, a placeholder that was lost in translation, and a key that stands twice.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'src', 'messages');
const wrong = [];

function read(language) {
  const all = new Map();
  for (const file of readdirSync(join(folder, language)).filter((name) => name.endsWith('.json'))) {
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(join(folder, language, file), 'utf8')))) {
      if (all.has(key)) {
        wrong.push(`${language}: '${key}' stands twice`);
      }
      all.set(key, text);
    }
  }
  return all;
}

const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort().join(',');

const english = read('en');
const german = read('de');
for (const [key, text] of english) {
  if (!german.has(key)) {
    wrong.push(`de: '${key}' is missing`);
  } else if (placeholders(text) !== placeholders(german.get(key)) && !key.endsWith('.one')) {
    wrong.push(`de: '${key}' has other placeholders than the English text`);
  }
}
for (const key of german.keys()) {
  if (!english.has(key)) {
    wrong.push(`en: '${key}' is missing`);
  }
}
if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
console.log(`${english.size} messages, the same keys in every language`);
