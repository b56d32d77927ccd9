// SPDX-License-Identifier: Apache-2.0
import type { components } from '../contract/auth';

type Schemas = components['schemas'];

export type ResponseMode = Schemas['ResponseMode'];
export const MODES = ['OBSERVE', 'PROPOSE', 'AUTO'] as const satisfies readonly ResponseMode[];

/** `shareOfFleet` is 0 to 1. */
export type Budget = Schemas['Budget'];
/** `from` and `to` are ISO times of day. */
export type QuietHours = Schemas['QuietHours'];
export type Policy = Schemas['Policy'];
export type Simulation = Schemas['SimulationView'];

export type FinalStep = Schemas['FinalStep'];
export const FINAL_STEPS = ['KEEP_WAITING', 'EXPIRE', 'DISABLE'] as const satisfies readonly FinalStep[];
export type Lifecycle = Schemas['Lifecycle'];

export type Source = Schemas['SourcesSourceView'];
