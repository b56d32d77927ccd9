// SPDX-License-Identifier: Apache-2.0
import { Label } from '@patternfly/react-core';
import type { SignIn } from '../../api/types/logins';
import { currentLanguage, named, t } from '../../messages';

/** The name of a country in the language in use; its code when there is none. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames(currentLanguage(), { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A place in words; empty when no country is known. */
export function placeName(place: { country?: string | null; city?: string | null }): string {
  if (place.country == null) {
    return '';
  }
  const country = countryName(place.country);
  return place.city == null ? t('logins.somewhere', { country }) : `${place.city}, ${country}`;
}

/** What the operator's lists say of an address. */
export function NetworkMarks({ marks }: { marks: readonly string[] }) {
  return (
    <>
      {marks.map((mark) => (
        <Label key={mark} isCompact color={mark === 'OWN_EGRESS' ? 'green' : 'orange'}>
          {named('networkMark', mark)}
        </Label>
      ))}
    </>
  );
}

/** Whether the client was let in, and otherwise why not. */
export function Outcome({ of }: { of: SignIn }) {
  return of.succeeded ? (
    <Label isCompact variant="outline" color="green">
      {t('logins.letIn')}
    </Label>
  ) : (
    <Label isCompact color="red">
      {of.failure == null ? t('logins.refused') : named('loginFailure', of.failure)}
    </Label>
  );
}
