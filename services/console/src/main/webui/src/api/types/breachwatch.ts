// SPDX-License-Identifier: Apache-2.0
import type { components } from '../contract/breach-watch';

type Schemas = components['schemas'];

export type Severity = Schemas['Severity'];
/** The gravest first. */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'] as const satisfies readonly Severity[];

export type FindingState = Schemas['FindingState'];
export type Disposition = Schemas['Disposition'];
/** What people close findings as. */
export const VERDICTS = ['TRUE_POSITIVE', 'FALSE_POSITIVE', 'ACCEPTED'] as const satisfies readonly Disposition[];
export type Verdict = (typeof VERDICTS)[number];

export type Finding = Schemas['Finding'];
export type Explanation = Schemas['Explanation'];
export type Count = Schemas['FindingLookupCount'];
export type FindingFacets = Schemas['FindingLookupFacets'];
/** Findings of one account, or about one breach. */
export type FindingGroup = Schemas['FindingGroup'];

export type PosturePart = Schemas['ScorePart'];
export type PostureReport = Schemas['PostureScoresReport'];
export type PostureDay = Schemas['PostureHistoryDay'];
export type Protection = Schemas['Protection'];
export type AccountPosture = Schemas['PostureAccountReport'];

export type JobState = Schemas['JobState'];
export type Job = Schemas['Job'];

export type Login = Schemas['LoginView'];
export type Devices = Schemas['DevicesSeen'];
