// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router-dom';
import { named, t } from '../../messages';
import { Failed, Loading } from '../../parts/states';
import { Tabbed } from '../../parts/Tabbed';
import { PageFrame } from '../../shell/PageFrame';
import { listedAccount } from '../accounts/api';
import { About } from './About';
import { accountOf } from './ahead';
import { AccountFindings, AccountLogins } from './Lists';
import { Devices } from './Devices';
import { Folders } from './Folders';
import { AccountActions } from './Header';
import { Timeline } from './Timeline';

const PART = 'part';
const PARTS = ['timeline', 'findings', 'logins', 'folders', 'devices'] as const;

/** One account: what it is, what can be done with it, and everything that happened to it. */
export default function AccountPage() {
  const { id = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const found = useQuery({ ...accountOf(id), placeholderData: () => listedAccount(id) });
  const part = PARTS.find((each) => each === params.get(PART)) ?? 'timeline';
  const account = found.data;
  if (account === undefined) {
    return (
      <PageFrame title={t('nav.account')}>{found.isError ? <Failed error={found.error} again={() => void found.refetch()} /> : <Loading rows={6} />}</PageFrame>
    );
  }
  return (
    <PageFrame title={account.address} actions={<AccountActions account={account} />}>
      <div className="mw-stack">
        <About account={account} />
        <Tabbed
          label={t('account.parts')}
          tabs={PARTS.map((each) => ({ id: each, title: named('account.part', each) }))}
          active={part}
          // The filters of a part belong to it alone.
          onChoose={(next) => setParams({ [PART]: next })}
        >
          {part === 'timeline' ? <Timeline id={id} /> : null}
          {part === 'findings' ? <AccountFindings id={id} /> : null}
          {part === 'logins' ? <AccountLogins id={id} /> : null}
          {part === 'folders' ? <Folders id={id} /> : null}
          {part === 'devices' ? <Devices account={account} /> : null}
        </Tabbed>
      </div>
    </PageFrame>
  );
}
