// SPDX-License-Identifier: Apache-2.0
import type { components } from '../contract/auth';

type Schemas = components['schemas'];

export type RemediationState = Schemas['RemediationState'];
export type RemediationAction = Schemas['RemediationAction'];
export type Remediation = Schemas['RemediationView'];

export type RemediationFacets = Schemas['RemediationLookupFacets'];

export type BatchState = Schemas['BatchState'];
export type BatchEntry = Schemas['BatchViewEntry'];
export type Batch = Schemas['BatchView'];
export type BatchFacets = Schemas['BatchViewsFacets'];
/** Who was asked for and is not in a batch. */
export type LeftOut = Schemas['BatchPlanLeftOut'];

export type SecondFactors = Schemas['Coverage'];
/** Somebody of the fleet, as Keycloak was last seen to know them. */
export type Person = Schemas['PersonView'];

/** A row of the audit ledger. Names of people stand in it as pseudonyms; its payload is canonical JSON. */
export type LedgerRow = Schemas['LedgerShown'];
export type LedgerFacets = Schemas['LedgerFacets'];
/** `rows` are those in order before the first fault; `covered` is the number of the last row that a checkpoint covers. */
export type LedgerVerdict = Schemas['LedgerVerification'] & { verdict: 'WHOLE' | 'TAMPERED' | 'INCOMPLETE' };

export type ExaminationResult = Schemas['ExaminationResult'];
export const EXAMINATION_RESULTS = ['FAULT', 'WARNING', 'NOT_CHECKED', 'OK'] as const satisfies readonly ExaminationResult[];
/** What the doctor found at Keycloak and the mail servers. */
export type DoctorReport = Schemas['RealmDoctorReport'];

export type Letters = Schemas['LetterChoice'];
export type LetterExample = Schemas['LetterPreview'];

export type OpenSession = Schemas['OpenSession'];

/** A record that no consumer could read, without its content; `refusal` says why it cannot be sent again. */
export type DeadLetter = Schemas['DeadLetter'];
/** The last time that a dead letter was sent again; without `sentAt` it is not known whether Kafka has it. */
export type DeadLetterReplay = Schemas['ReplaysReplay'];
/** A dead letter with what can be shown of its value. */
export type OpenedDeadLetter = Schemas['DeadLettersOpened'];
export type DeadLetterField = Schemas['EventFieldsField'];
export type DeadLetterCounts = Schemas['DeadLetterCounts'];

/** A key with which a program comes, without what it is. */
export type ApiKey = Schemas['ApiKey'];
/** A new key, shown this once. */
export type NewApiKey = Schemas['ApiKeyShown'];
