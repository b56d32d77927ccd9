// SPDX-License-Identifier: Apache-2.0
import type { components } from '../contract/breach-watch';

type Schemas = components['schemas'];

export const NETWORK_MARKS = ['HOSTING', 'VPN', 'TOR', 'OWN_EGRESS'] as const;

/** A sign-in of the history. */
export type SignIn = Schemas['LoginView'];
/** Sign-ins of one place. */
export type CountedPlace = Schemas['LoginMapCounted'];
/** Where sign-ins came from. */
export type LoginMap = Schemas['LoginMapCounts'];
/** Who reports sign-ins. */
export type LoginSourceState = Schemas['SourceLogState'];
/** A file about addresses. */
export type PlacesFile = Schemas['WatchedPlacesFileState'];
/** How long sign-ins are kept. */
export type LoginRetention = Schemas['LoginHistoryRetention'];

export type MarkKind = Schemas['MarkKind'];
export const MARK_KINDS = ['COUNTRY', 'NETWORK', 'CLIENT'] as const satisfies readonly MarkKind[];
/** What somebody says is expected of sign-ins. */
export type TrustedMark = Schemas['Mark'];
/** What could be marked of a finding. */
export type MarkChoice = Schemas['MarkValue'];

/** `severity` is of everything it tells; null for what it thinks itself. */
export type Detector = Schemas['SettingsDocumentDetector'];
/** What detectors of sign-ins go by; times are those of ISO 8601. */
export type DetectionSettings = Schemas['SettingsDocument'];
/** The settings that hold, or held. */
export type DetectionVersion = Schemas['SettingsVersion'];

/** Sign-ins judged by other settings. */
export type Replay = Schemas['Replay'];
/** What came out of a replay. */
export type ReplayStory = Schemas['ReplayStory'];
export const REPLAY_OUTCOMES = ['ADDED', 'GONE', 'SAME'] as const satisfies readonly Schemas['ReplayStoryOutcome'][];
