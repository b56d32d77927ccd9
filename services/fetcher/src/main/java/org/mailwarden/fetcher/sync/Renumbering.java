// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.sync.SyncState.Seen;

/**
 * Recognises the messages of a renumbered folder, or of one that was read over POP3 before, by their fingerprints, so that
 * none is announced a second time.
 */
@ApplicationScoped
public class Renumbering {

    private final EntityManager entities;

    Renumbering(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Takes messages for those that were seen under old numbers. Of identical messages each new one takes the place of one
     * old one, so that a further copy is news.
     *
     * @param account the account
     * @param folder the folder as it is numbered now
     * @param messages found in it
     * @return the UIDs of those that were seen before
     */
    @Transactional
    Set<Long> recognise(UUID account, SelectedFolder folder, List<Seen> messages) {
        Set<Long> recognised = new HashSet<>();
        // What was taken over before a crash stays taken over: it is found under its new number.
        for (Object uid : entities.createNativeQuery("""
                        with mine as (
                            select * from seen_message where account_id = :account and folder = :folder),
                        again as (
                            select uid from mine
                            where uid_validity = :validity and uidl = '' and uid = any(cast(:uids as bigint[]))),
                        fresh as (
                            select uid, fingerprint, row_number() over (partition by fingerprint order by uid) as copy
                            from unnest(cast(:uids as bigint[]), cast(:fingerprints as text[])) as f (uid, fingerprint)
                            where uid not in (select uid from again)),
                        old as (
                            select uid_validity, uid, uidl, fingerprint, row_number() over (
                                partition by fingerprint order by uid_validity desc, uid, uidl) as copy
                            from mine
                            where uid_validity <> :validity and fingerprint = any(cast(:fingerprints as text[]))),
                        taken as (
                            update seen_message s set uid_validity = :validity, uid = fresh.uid, uidl = ''
                            from fresh join old on old.fingerprint = fresh.fingerprint and old.copy = fresh.copy
                            where s.account_id = :account and s.folder = :folder and s.uidl = old.uidl
                            and s.uid_validity = old.uid_validity and s.uid = old.uid
                            returning fresh.uid)
                        select uid from again union select uid from taken""")
                .setParameter("account", account)
                .setParameter("folder", folder.name())
                .setParameter("validity", folder.uidValidity())
                .setParameter("uids", messages.stream().map(Seen::uid).toArray(Long[]::new))
                .setParameter(
                        "fingerprints", messages.stream().map(Seen::fingerprint).toArray(String[]::new))
                .getResultList()) {
            recognised.add((Long) uid);
        }
        return recognised;
    }
}
