// SPDX-License-Identifier: Apache-2.0
import { FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import type { Candidate, MailEndpoint } from '../../api/types/fetcher';
import { named, t } from '../../messages';

type Place = MailEndpoint & { username: string };

/** A mail server as people write it. */
export function endpointName(at: MailEndpoint): string {
  return `${at.protocol} ${at.host}:${at.port} (${at.security})`;
}

/** Where to begin when nobody says where the mail server of an address is. */
export function unknownPlace(address: string): Place {
  return { protocol: 'IMAP', host: '', port: 993, security: 'TLS', username: address };
}

interface EndpointsProps {
  address: string;
  candidates: readonly Candidate[];
  chosen: Place | undefined;
  onChoose: (at: Place) => void;
}

/** The mail servers that were found for an address, best first, or one that somebody knows better. */
export function Endpoints({ address, candidates, chosen, onChoose }: EndpointsProps) {
  const [own, setOwn] = useState(unknownPlace(address));
  const isOwn = chosen !== undefined && !candidates.some((each) => endpointName(each) === endpointName(chosen));

  function change(changes: Partial<Place>) {
    const next = { ...own, ...changes };
    setOwn(next);
    onChoose(next);
  }

  return (
    <FormGroup role="radiogroup" label={t('add.server')} fieldId="add-server">
      {candidates.length > 0 ? null : <p>{t('add.notFound')}</p>}
      {candidates.map((candidate, place) => (
        <Radio
          key={endpointName(candidate)}
          id={`add-server-${place}`}
          name="add-server"
          label={<bdi>{endpointName(candidate)}</bdi>}
          description={[named('add.confidence', candidate.confidence), candidate.hint].filter((part) => part != null).join(' ')}
          isChecked={!isOwn && chosen !== undefined && endpointName(candidate) === endpointName(chosen)}
          onChange={() => onChoose(candidate)}
        />
      ))}
      <Radio id="add-own" name="add-server" label={t('add.other')} isChecked={isOwn} onChange={() => onChoose(own)} />
      {isOwn ? (
        <div className="mw-row">
          <TextInput aria-label={t('accounts.host')} placeholder={t('accounts.host')} value={own.host} onChange={(_, host) => change({ host: host.trim() })} spellCheck={false} />
          {(['IMAP', 'POP3'] as const).map((protocol) => (
            <Radio
              key={protocol}
              id={`add-own-${protocol}`}
              name="add-own-protocol"
              label={protocol}
              isChecked={own.protocol === protocol}
              onChange={() => change({ protocol, port: protocol === 'IMAP' ? 993 : 995, security: 'TLS' })}
            />
          ))}
          <TextInput
            aria-label={t('accounts.port')}
            inputMode="numeric"
            value={String(own.port)}
            onChange={(_, port) => (/^\d{0,5}$/.test(port) ? change({ port: Number(port) }) : undefined)}
          />
          {(['TLS', 'STARTTLS'] as const).map((security) => (
            <Radio
              key={security}
              id={`add-own-${security}`}
              name="add-own-security"
              label={security}
              isChecked={own.security === security}
              onChange={() => change({ security })}
            />
          ))}
          <TextInput aria-label={t('accounts.username')} placeholder={t('accounts.username')} value={own.username} onChange={(_, username) => change({ username })} spellCheck={false} />
        </div>
      ) : null}
    </FormGroup>
  );
}
