// SPDX-License-Identifier: Apache-2.0
import { t } from '../../messages';
import { Empty } from '../../parts/states';
import { PageFrame } from '../../shell/PageFrame';

/** The page behind its place in the navigation. */
export default function Page() {
  return (
    <PageFrame title={t('nav.responses')}>
      <Empty title={t('notYet.title')}>{t('notYet.body')}</Empty>
    </PageFrame>
  );
}
