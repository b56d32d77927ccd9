// SPDX-License-Identifier: Apache-2.0

/** As the fetcher takes them. */
const TAG = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._:/&+-]{0,39}$/u;

/** Each tag of a text once, as the fetcher keeps it. */
export function tagsIn(text: string): readonly string[] {
  const tags = text.split(/[,;|]/).map((tag) => tag.trim().toLowerCase().normalize('NFC'));
  return [...new Set(tags)].filter((tag) => tag !== '');
}

/** Whether the fetcher takes every tag of a text. */
export function areTags(text: string): boolean {
  return tagsIn(text).every((tag) => TAG.test(tag));
}
