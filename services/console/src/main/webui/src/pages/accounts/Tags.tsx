// SPDX-License-Identifier: Apache-2.0
import type { Account } from '../../api/types/fetcher';
import { CompactLabel } from '../../parts/CompactLabel';
import { Foreign, Nothing } from '../../parts/Text';

/** What people call an account, to find it with others like it. */
export function Tags({ of }: { of: Account }) {
  return of.tags.length === 0 ? (
    <Nothing />
  ) : (
    <span className="mw-tags">
      {of.tags.map((tag) => (
        <CompactLabel key={tag} isOutline>
          <Foreign>{tag}</Foreign>
        </CompactLabel>
      ))}
    </span>
  );
}
