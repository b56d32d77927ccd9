// SPDX-License-Identifier: Apache-2.0
import type { components } from '../contract/fetcher';

type Schemas = components['schemas'];

export type AccountState = Schemas['AccountState'];
export const ACCOUNT_STATES = ['NEW', 'ACTIVE', 'PAUSED', 'CREDENTIAL_REFUSED', 'SUSPENDED', 'UNREACHABLE'] as const satisfies readonly AccountState[];

export type Account = Schemas['AccountView'];
export type AccountFacets = Schemas['AccountLookupFacets'];
export type Count = Schemas['AccountLookupCount'];
export type TimelineEntry = Schemas['Moment'];
export type Folder = Schemas['FolderReadingsFolderView'];

export type RowOutcome = Schemas['RowOutcome'];
export type ImportDryRun = Schemas['DryRun'];
export type ImportJob = Schemas['ImportJob'] & { state: 'QUEUED' | 'RUNNING' | 'DONE' | 'CANCELLED' };

export type MailEndpoint = Schemas['MailEndpoint'];
export type Candidate = Schemas['Candidate'];
export type Discovery = Schemas['Discovery'];
export type TrialReport = Schemas['TrialReport'];
/** A mail server, and whether it refuses many accounts at once. */
export type MailHost = Schemas['HostView'];
