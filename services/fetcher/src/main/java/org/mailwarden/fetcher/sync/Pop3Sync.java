// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.fetcher.archive.Archive;
import org.mailwarden.fetcher.evidence.EvidenceFinder;
import org.mailwarden.fetcher.evidence.FoundEvidence;
import org.mailwarden.fetcher.message.Provenance;
import org.mailwarden.fetcher.pop3.Pop3Session;
import org.mailwarden.fetcher.publish.MessageEvents;
import org.mailwarden.fetcher.publish.MessagePublisher;
import org.mailwarden.fetcher.quarantine.Quarantine;

/** Brings what is known of a maildrop up to date, and then deletes on the server what may be deleted there. */
@ApplicationScoped
public class Pop3Sync {

    private final MaildropLedger ledger;
    private final FolderReadings readings;
    private final Deletions deletions;
    private final MessagePublisher publisher;
    private final Quarantine quarantine;
    private final Archive archive;
    private final EvidenceFinder finder;
    private final FoundEvidence found;
    private final Clock clock;

    Pop3Sync(
            MaildropLedger ledger,
            FolderReadings readings,
            Deletions deletions,
            MessagePublisher publisher,
            Quarantine quarantine,
            Archive archive,
            EvidenceFinder finder,
            FoundEvidence found,
            Clock clock) {
        this.ledger = ledger;
        this.readings = readings;
        this.deletions = deletions;
        this.publisher = publisher;
        this.quarantine = quarantine;
        this.archive = archive;
        this.finder = finder;
        this.found = found;
        this.clock = clock;
    }

    /**
     * Reads a maildrop.
     *
     * @param account the account
     * @param session a session of the account, of no use afterwards
     * @param provenance how its messages come to us
     * @throws IOException when the connection breaks or the archive cannot be written; what was announced by then is kept
     */
    public void read(AccountChanged account, Pop3Session session, Provenance provenance) throws IOException {
        UUID id = account.accountId();
        ledger.loginDelay(id, session.capabilities().loginDelay());
        Intake intake = new Intake(archive, finder, id, archive.keeps(account.retrieval()), provenance.receiver());
        Announcements batch = new Announcements(id, MessageEvents.MAILDROP, provenance, finder, clock);
        MaildropVisit visit =
                new MaildropVisit(id, session, ledger, readings, publisher, quarantine, found, intake, batch, clock);
        visit.run();
        Integer days = account.deleteAfterDays();
        if (account.retrieval() == Retrieval.DELETE_AFTER_DAYS && days != null && archive.isThere()) {
            new OldMail(id, session, ledger, deletions, archive, intake, clock).delete(visit.listed(), days);
        }
    }
}
