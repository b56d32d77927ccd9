// SPDX-License-Identifier: Apache-2.0
import type { SignIn } from '../../api/types/logins';
import { currentLanguage, named, t } from '../../messages';
import { kept } from '../../messages/formats';
import { CompactLabel } from '../../parts/CompactLabel';

const regions = kept((language) => new Intl.DisplayNames(language, { type: 'region' }));

/** The name of a country in the language in use; its code when there is none. */
export function countryName(code: string): string {
  try {
    return regions(currentLanguage()).of(code) ?? code;
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
        <CompactLabel key={mark} color={mark === 'OWN_EGRESS' ? 'green' : 'orange'}>
          {named('networkMark', mark)}
        </CompactLabel>
      ))}
    </>
  );
}

/** Whether the client was let in, and otherwise why not. */
export function Outcome({ of }: { of: SignIn }) {
  return of.succeeded ? (
    <CompactLabel isOutline color="green">
      {t('logins.letIn')}
    </CompactLabel>
  ) : (
    <CompactLabel color="red">
      {of.failure == null ? t('logins.refused') : named('loginFailure', of.failure)}
    </CompactLabel>
  );
}
