// SPDX-License-Identifier: Apache-2.0
// Refuses a colour that says something and does not stand out from what it lies on, in either theme (WCAG 2.2, 1.4.11 and 1.4.3). What is
// drawn on a canvas or as a background is seen by no other check: axe looks at texts of the page alone.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const patternfly = join(root, 'node_modules', '@patternfly', 'react-core', 'dist', 'styles', 'base.css');
const components = join(root, 'node_modules', '@patternfly', 'react-styles', 'css', 'components');
const MARK = 3;
const TEXT = 4.5;
const THEMES = { light: [':root'], dark: [':root', ':root:where(.pf-v6-theme-dark)', ':root.pf-v6-theme-dark'] };

const page = '--pf-t--global--background--color--primary--default';
const floating = '--pf-t--global--background--color--floating--default';
const subtle = '--pf-t--global--text--color--subtle';
const regular = '--pf-t--global--text--color--regular';

/** What each of our selectors lies on that gives a mark its colour: tokens, or selectors of surfaces. */
const LIES_ON = {
  '.mw-bar-fill': [page, '.mw-bar'],
  '.mw-tone-critical': [page, '.mw-bar'],
  '.mw-tone-high': [page, '.mw-bar'],
  '.mw-tone-medium': [page, '.mw-bar'],
  '.mw-tone-low': [page, '.mw-bar'],
  '.mw-tone-info': [page, '.mw-bar'],
  '.mw-tone-unknown': [page, '.mw-bar'],
  '.mw-entry-good': [page],
  '.mw-entry-bad': [page],
  '.mw-entry-warn': [page],
  '.mw-login-usual::before': [page],
  '.mw-login-refused::before': [page],
  '.mw-login-marked::before': [page],
  '.mw-login-legend > .mw-login-journey::before': [page],
  '.mw-map-usual': ['.mw-map-sea', '.mw-map-land'],
  '.mw-map-refused': ['.mw-map-sea', '.mw-map-land'],
  '.mw-map-marked': ['.mw-map-sea', '.mw-map-land'],
  '.mw-map-arc': ['.mw-map-sea', '.mw-map-land'],
  '.mw-map-choice:hover': ['.mw-map-sea', '.mw-map-land'],
  '.mw-trend-line': [page],
  '.mw-trend-end': [page],
};
/** Words in charts; those on the map have a halo of their own. */
const WORDS_LIE_ON = {
  '.mw-trend text': [page],
  '.mw-map-words': [page],
};
/** What marks lie on, and lines that only lead the eye. */
const SURFACES = new Set(['.mw-bar', '.mw-map-sea', '.mw-map-land', '.mw-map-border', '.mw-map-point', '.mw-trend-grid']);
/** Files whose every colour has to stand in one of the lists above. */
const CHARTED = ['charts/worldMap.css', 'pages/report/report.css'];
const IS_MARK = /^\.mw-(bar|tone|entry|map|trend|login)/;

const wrong = [];
let looked = 0;

function rules(css) {
  return [...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selectors, body]) =>
    selectors.split(',').map((selector) => ({ selector: selector.trim(), declarations: declarations(body) })),
  );
}

function declarations(body) {
  return body
    .split(';')
    .map((line) => line.split(/:(.*)/s).map((each) => each.trim()))
    .filter(([name, value]) => name && value)
    .map(([name, value]) => ({ name, value }));
}

const base = rules(readFileSync(patternfly, 'utf8'));
const ofComponents = rules(readFileSync(join(components, 'Progress', 'progress.css'), 'utf8'));

/** The tokens of a theme; what stands later in the file wins. */
function tokens(theme) {
  const found = new Map();
  for (const wanted of THEMES[theme]) {
    for (const { declarations: all } of [...base, ...own].filter((rule) => rule.selector === wanted)) {
      for (const { name, value } of all.filter((each) => each.name.startsWith('--'))) {
        found.set(name, value);
      }
    }
  }
  return found;
}

function resolve(value, known, depth = 0) {
  const variable = /var\((--[\w-]+)\)/.exec(value);
  if (variable === null || depth > 20) {
    return value.trim();
  }
  const next = known.get(variable[1]);
  return next === undefined ? `unknown ${variable[1]}` : resolve(value.replace(variable[0], next), known, depth + 1);
}

/** Red, green and blue as they are seen on something: 0 to 255. */
function colour(value, opacity = 1, under = [255, 255, 255]) {
  const hex = /^#([0-9a-f]{6})$/i.exec(value)?.[1];
  const parts = /^rgba?\(([^)]+)\)$/.exec(value)?.[1]?.split(/[,/ ]+/).map(Number);
  const own = hex === undefined ? parts?.slice(0, 3) : [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  if (own === undefined || own.some(Number.isNaN)) {
    throw new Error(`'${value}' is no colour that this check can read`);
  }
  const share = opacity * (parts?.[3] ?? 1);
  return own.map((each, place) => each * share + under[place] * (1 - share));
}

function luminance(rgb) {
  const [red, green, blue] = rgb.map((each) => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function expect(theme, what, mark, ground, where, least, opacity = 1) {
  looked += 1;
  try {
    const under = colour(ground);
    const ratio = contrast(colour(mark, opacity, under), under);
    if (ratio < least) {
      wrong.push(`${theme}: ${what} has ${ratio.toFixed(2)} : 1 on ${where}, and needs ${least} : 1`);
    }
  } catch (error) {
    wrong.push(`${theme}: ${what} on ${where}: ${error.message}`);
  }
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && file.name.endsWith('.css'))
    .map((file) => join(file.parentPath, file.name));
}

const COLOURED = /^(fill|stroke|background-color|border-color|border-block-start)$/;
const own = filesIn(join(root, 'src')).flatMap((file) =>
  rules(readFileSync(file, 'utf8')).map((rule) => ({ ...rule, file: relative(join(root, 'src'), file) })),
);
const colours = own.flatMap(({ selector, declarations: all, file }) =>
  all
    .filter(({ name, value }) => COLOURED.test(name) && /--color--|--mw-/.test(value))
    .map(({ name, value }) => ({ selector, name, value: /var\(--(?:mw-|[\w-]*--color--)[\w-]+\)/.exec(value)?.[0] ?? value, file })),
);
const pointOpacity = Number(
  own.find(({ selector }) => selector === '.mw-map-point')?.declarations.find(({ name }) => name === 'fill-opacity')?.value ?? 1,
);

for (const { selector, file } of colours) {
  const isKnown = selector in LIES_ON || selector in WORDS_LIE_ON || SURFACES.has(selector);
  if (!isKnown && (IS_MARK.test(selector) || CHARTED.includes(file)) && !/^\.mw-(entry|login-places|report-part > h2)$/.test(selector)) {
    wrong.push(`${file}: say in check-contrast.mjs what '${selector}' lies on`);
  }
}
for (const selector of [...Object.keys(LIES_ON), ...Object.keys(WORDS_LIE_ON), ...SURFACES]) {
  if (!colours.some((each) => each.selector === selector)) {
    wrong.push(`check-contrast.mjs names '${selector}', which has no colour any more`);
  }
}

const { series, strength } = JSON.parse(readFileSync(join(root, 'src', 'charts', 'colours.json'), 'utf8'));

for (const theme of Object.keys(THEMES)) {
  const known = tokens(theme);
  const token = (name) => resolve(`var(${name})`, known);
  const surface = (name) =>
    name.startsWith('--') ? token(name) : resolve(colours.find((each) => each.selector === name && each.name !== 'stroke')?.value ?? name, known);

  for (const [lists, least] of [
    [LIES_ON, MARK],
    [WORDS_LIE_ON, TEXT],
  ]) {
    for (const [selector, grounds] of Object.entries(lists)) {
      const isWord = least === TEXT;
      // Of words the stroke is a halo: it is what they lie on.
      for (const { name, value } of colours.filter((each) => each.selector === selector && !(isWord && each.name === 'stroke'))) {
        const opacity = !isWord && name === 'fill' && selector.startsWith('.mw-map-') ? pointOpacity : 1;
        grounds.forEach((ground) => expect(theme, selector, resolve(value, known), surface(ground), ground, least, opacity));
      }
    }
  }

  for (const name of series) {
    expect(theme, `the series ${name}`, token(`--pf-t--color--${name}--${strength[theme]}`), token(page), page, MARK);
  }
  for (const [words, ground] of [
    [regular, page],
    [subtle, page],
    [regular, floating],
  ]) {
    expect(theme, words, token(words), token(ground), ground, TEXT);
  }

  for (const { selector, declarations: all } of own.filter((rule) => /^\.mw-label-\w+$/.test(rule.selector))) {
    const [word, ground] = ['color', 'background-color'].map((name) => all.find((each) => each.name === name)?.value ?? 'missing');
    // Without a ground of its own a label lies on the page.
    expect(theme, selector, resolve(word, known), ground === 'transparent' ? token(page) : resolve(ground, known), 'itself', TEXT);
  }

  // Progress, as PatternFly gives it its colours.
  const inComponents = new Map(known);
  for (const { name, value } of ofComponents.flatMap((rule) => rule.declarations)) {
    // The first is the component's own; what follows is of its variants.
    if (name.startsWith('--') && !inComponents.has(name)) {
      inComponents.set(name, value);
    }
  }
  const warning = own.find(({ selector }) => selector === ':root .pf-v6-c-progress.pf-m-warning')?.declarations[0]?.value;
  for (const [name, indicator] of [
    ['the progress', 'var(--pf-v6-c-progress__indicator--BackgroundColor)'],
    ['the progress with a warning', warning ?? 'var(--pf-v6-c-progress--m-warning__indicator--BackgroundColor)'],
  ]) {
    for (const [where, ground] of [
      [page, token(page)],
      ['its bar', resolve('var(--pf-v6-c-progress__bar--BackgroundColor)', inComponents)],
    ]) {
      expect(theme, name, resolve(indicator, inComponents), ground, where, MARK);
    }
  }
}

if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
console.log(`${looked} colours stand out from what they lie on, in both themes`);
