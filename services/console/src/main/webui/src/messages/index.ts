// SPDX-License-Identifier: Apache-2.0
import type english from './en';
import type more from './en/rest';
import { kept } from './formats';

/** A key of a text that people read. */
export type MessageKey = keyof typeof english | keyof typeof more;

/** A key whose text has one form for one and another for many: `x` with `x.one` and `x.other` behind it. */
export type CountedKey = { [K in MessageKey]: K extends `${infer Base}.other` ? Base : never }[MessageKey];

/** What is put in where a text says `{name}`. */
export type Values = Readonly<Record<string, string | number>>;

/** The languages there are. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT_AS = 'mailwarden.language';

const plurals = kept((wanted) => new Intl.PluralRules(wanted));
const numbers = kept((wanted, digits) => new Intl.NumberFormat(wanted, { maximumFractionDigits: digits }));

let texts: Readonly<Record<string, string>> | undefined;
let language: Language = 'en';
let rest: Promise<void> | undefined;

/** The language in use. */
export function currentLanguage(): Language {
  return language;
}

/** The language that was chosen before, or else the browser's. */
export function preferredLanguage(): Language {
  const wanted = localStorage.getItem(KEPT_AS) ?? navigator.language.slice(0, 2);
  return LANGUAGES.find((known) => known === wanted) ?? 'en';
}

/** Loads a language; to be awaited before anything is shown in it. */
export async function loadLanguage(wanted: Language): Promise<void> {
  texts = (wanted === 'de' ? await import('./de') : await import('./en')).default;
  language = wanted;
  document.documentElement.lang = wanted;
}

/** Loads the texts that the first page does not need; to be awaited before any other page is loaded. */
export function loadRest(): Promise<void> {
  rest ??= (language === 'de' ? import('./de/rest') : import('./en/rest')).then(
    (more) => {
      texts = { ...texts, ...more.default };
    },
    (error: unknown) => {
      rest = undefined;
      throw error;
    },
  );
  return rest;
}

/** Chooses a language for good. The page is loaded anew; its place is in the address. */
export function chooseLanguage(wanted: Language): void {
  localStorage.setItem(KEPT_AS, wanted);
  window.location.reload();
}

/** The text of a key in the language in use. Numbers are written as the language writes them. */
export function t(key: MessageKey, values?: Values): string {
  return fill(text(key) ?? key, values);
}

/** The text for a number of things: `{count}` in it is the number. */
export function counted(key: CountedKey, count: number, values?: Values): string {
  const form = plurals(language).select(count) === 'one' ? 'one' : 'other';
  return fill(text(`${key}.${form}`) ?? key, { ...values, count });
}

/** The text of a key that is put together from a constant of the API, or the constant when there is no text for it yet. */
export function named(prefix: string, constant: string): string {
  return text(`${prefix}.${constant}`) ?? constant;
}

/** A number as the language writes it. */
export function number(value: number, digits = 0): string {
  return numbers(language, digits).format(value);
}

function text(key: string): string | undefined {
  if (texts === undefined) {
    throw new Error(`The text '${key}' was asked for before there was a language: ask within a component or a function`);
  }
  return texts[key];
}

function fill(template: string, values?: Values): string {
  return values === undefined
    ? template
    : template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
        const value = values[name];
        return value === undefined ? placeholder : typeof value === 'number' ? number(value) : value;
      });
}
