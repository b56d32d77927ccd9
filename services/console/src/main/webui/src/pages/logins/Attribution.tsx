// SPDX-License-Identifier: Apache-2.0
import { Alert } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { counted, t } from '../../messages';
import { Partial } from '../../parts/states';
import { Foreign, isolated } from '../../parts/Text';
import { placesFiles } from './api';

/** Whom the licence of a file wants to be named, by what the file calls itself. */
const PROVIDERS = [
  { sign: /db-?ip/i, name: 'DB-IP', home: 'https://db-ip.com' },
  { sign: /geolite2|geoip2/i, name: 'MaxMind', home: 'https://www.maxmind.com' },
  { sign: /ipinfo/i, name: 'IPinfo', home: 'https://ipinfo.io' },
  { sign: /ip2location/i, name: 'IP2Location', home: 'https://www.ip2location.com' },
] as const;

function usePlacesFiles() {
  return useQuery({ queryKey: ['places'], queryFn: ({ signal }) => placesFiles(signal), staleTime: 60_000 });
}

/** Whom to name for the places, and whether something is wrong with them. */
export function Attribution() {
  const files = usePlacesFiles();
  if (files.data === undefined) {
    return files.isError ? <Partial what={t('logins.places.files')} error={files.error} again={() => void files.refetch()} /> : null;
  }
  const good = files.data.filter((file) => file.good);
  const bad = files.data.length - good.length;
  const providers = PROVIDERS.filter((each) => good.some((file) => each.sign.test(`${file.file} ${file.text}`)));
  return (
    <>
      {providers.map((each, place) => (
        <span key={each.name}>
          {place === 0 ? t('logins.places.by') : ','}{' '}
          <a href={each.home} target="_blank" rel="noreferrer noopener">
            {each.name}
          </a>
        </span>
      ))}
      {providers.length === 0 ? null : '. '}
      {files.data.length === 0 ? `${t('logins.places.none')}. ` : null}
      {bad === 0 ? null : `${counted('logins.places.badCount', bad)} `}
      {bad === 0 && files.data.length > 0 ? null : <Link to="/logins/sources">{t('logins.places.look')}</Link>}
    </>
  );
}

/** The files about addresses: what is in force of each, and what is wrong. */
export function PlacesFiles() {
  const files = usePlacesFiles();
  if (files.data === undefined) {
    return files.isError ? <Partial what={t('logins.places.files')} error={files.error} again={() => void files.refetch()} /> : null;
  }
  return files.data.length === 0 ? (
    <Alert isInline component="h3" variant="info" title={t('logins.places.none')}>
      {t('logins.places.noneBody')}
    </Alert>
  ) : (
    <>
      {files.data.map((file) => (
        <Alert key={file.file} component="h3" isInline isPlain={file.good} variant={file.good ? 'success' : 'warning'} title={file.good ? file.file : t('logins.places.bad', { file: isolated(file.file) })}>
          <Foreign>{file.text}</Foreign>
        </Alert>
      ))}
      <p className="mw-quiet mw-small">
        <Attribution />
      </p>
    </>
  );
}
