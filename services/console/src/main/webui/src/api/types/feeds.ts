// SPDX-License-Identifier: Apache-2.0
import type { components } from '../contract/breach-watch';

type Schemas = components['schemas'];

export type FeedMode = Schemas['FeedMode'];
export const FEED_MODES = ['OBSERVE', 'PROPOSE', 'AUTO'] as const satisfies readonly FeedMode[];

type BreakerDraft = Schemas['FeedDraftBreakerDraft'];
/** How much at once trips the breaker of a feed; in one that is there nothing of it is left out. */
export type Breaker = { [K in keyof BreakerDraft]-?: NonNullable<BreakerDraft[K]> };
/** A feed; `secrets` are names of what is set, `every` is ISO 8601 or `never`. */
export type Feed = Schemas['FeedsView'] & { breaker: Breaker };
/** A kind of feed, and what can be set in one. */
export type FeedKind = Schemas['FeedOffer'];
/** How a feed is to be; what is left out stays, or is as usual in a new one. */
export type FeedDraft = Schemas['FeedDraft'];

export type RunState = Schemas['RunState'];
/** An import of a feed. */
export type FeedRun = Schemas['FeedImportsRun'];
/** A list of leaked pairs that was read. */
export type CombolistRun = Schemas['CombolistRunsRun'];
/** What an import found about an account. */
export type FeedMatch = Schemas['FeedImportsFound'];
/** A breach in which addresses of the fleet stand. */
export type Breach = Schemas['Breach'];
export type UnknownFacets = Schemas['UnknownAddressesFacets'];
/** A leaked address at an own domain that belongs to no account. */
export type UnknownAddress = Schemas['UnknownAddressesUnknownAddress'];

/** What lies in the folders from which breach-watch imports. */
export type Importable = Schemas['Importable'];

export type HashKind = Schemas['HashKind'];
/** A corpus that was imported. */
export type Corpus = Schemas['CorpusImportsImported'];
