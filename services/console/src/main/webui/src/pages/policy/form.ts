// SPDX-License-Identifier: Apache-2.0
import type { Policy, QuietHours, ResponseMode } from '../../api/types/policy';
import type { Severity } from '../../api/types/breachwatch';
import { t } from '../../messages';

/** A policy while it is being written: numbers are still text. */
export interface PolicyDraft {
  kinds: Readonly<Policy['kinds']>;
  minimumSeverity: Severity;
  mode: ResponseMode;
  requiredActions: readonly string[];
  max: string;
  windowMinutes: string;
  sharePercent: string;
  isQuiet: boolean;
  zone: string;
  days: Readonly<QuietHours['days']>;
  from: string;
  to: string;
  urgentFrom: Severity | '';
}

const LONGEST_WINDOW = 10_080;
const HUNDRED = 100;

/** What a policy looks like when somebody begins to write. */
export function draftOf(policy: Policy): PolicyDraft {
  const { budget, quietHours } = policy;
  const isQuiet = quietHours != null && quietHours.days.length > 0;
  return {
    kinds: policy.kinds,
    minimumSeverity: policy.minimumSeverity,
    mode: policy.mode,
    requiredActions: policy.requiredActions,
    max: String(budget.max),
    windowMinutes: String(budget.windowMinutes),
    // Not 7.000000000000001 for 0.07.
    sharePercent: String(Number((budget.shareOfFleet * HUNDRED).toFixed(6))),
    isQuiet,
    zone: quietHours?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    days: isQuiet ? quietHours.days : ['SATURDAY', 'SUNDAY'],
    from: (quietHours?.from ?? '00:00').slice(0, 5),
    to: (quietHours?.to ?? '00:00').slice(0, 5),
    urgentFrom: quietHours?.urgentFrom ?? '',
  };
}

/** The policy that a draft is of, or what is wrong with it, as a sentence. */
export function policyOf(name: string, draft: PolicyDraft): { policy: Policy } | { wrong: string } {
  const max = whole(draft.max);
  const windowMinutes = whole(draft.windowMinutes);
  const share = draft.sharePercent.trim() === '' ? Number.NaN : Number(draft.sharePercent);
  if (draft.kinds.length === 0) {
    return { wrong: t('policies.wrong.kinds') };
  }
  if (!(max >= 0)) {
    return { wrong: t('policies.wrong.max') };
  }
  if (!(windowMinutes >= 1 && windowMinutes <= LONGEST_WINDOW)) {
    return { wrong: t('policies.wrong.window') };
  }
  if (!(share >= 0 && share <= HUNDRED)) {
    return { wrong: t('policies.wrong.share') };
  }
  if (draft.isQuiet && (draft.days.length === 0 || !isZone(draft.zone) || draft.from === '' || draft.to === '')) {
    return { wrong: t('policies.wrong.quiet') };
  }
  return {
    policy: {
      name,
      kinds: [...draft.kinds],
      minimumSeverity: draft.minimumSeverity,
      mode: draft.mode,
      requiredActions: [...draft.requiredActions],
      budget: { max, windowMinutes, shareOfFleet: Number((share / HUNDRED).toFixed(8)) },
      // Without days there are none: what is left out would stay as it is.
      quietHours: {
        zone: isZone(draft.zone) ? draft.zone : 'UTC',
        days: draft.isQuiet ? [...draft.days] : [],
        from: draft.from === '' ? '00:00' : draft.from,
        to: draft.to === '' ? '00:00' : draft.to,
        urgentFrom: draft.urgentFrom === '' ? null : draft.urgentFrom,
      },
    },
  };
}

/** What decides whom a policy touches: a simulation speaks for that. */
export function scopeOf({ kinds, minimumSeverity }: Pick<Policy, 'kinds' | 'minimumSeverity'>): string {
  return [...new Set(kinds)].sort().join(' ') + minimumSeverity;
}

/** Whether a policy is to act by itself that did not, or on more than before: it is simulated first. */
export function isBolder(before: Policy | undefined, now: Policy): boolean {
  return now.mode === 'AUTO' && !(before?.mode === 'AUTO' && scopeOf(before) === scopeOf(now));
}

function whole(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function isZone(zone: string): boolean {
  try {
    return zone !== '' && Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
