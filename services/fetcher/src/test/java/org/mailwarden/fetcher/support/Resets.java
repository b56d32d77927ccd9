// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.support;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.event.EventPublisher;

/** What auth tells of remediations. */
public record Resets(EventPublisher publisher) {

    /** A reset begins. */
    public void started(UUID remediation, UUID account, Mailbox mailbox, long version) {
        tell(EventType.REMEDIATION_STARTED, RemediationAction.FORCE_RESET, remediation, account, mailbox, version);
    }

    /** Every step of a reset was done. */
    public void applied(UUID remediation, UUID account, Mailbox mailbox, long version) {
        tell(EventType.REMEDIATION_APPLIED, RemediationAction.FORCE_RESET, remediation, account, mailbox, version);
    }

    /** Something that was planned just now goes on. */
    public void tell(
            EventType type, RemediationAction action, UUID remediation, UUID account, Mailbox mailbox, long version) {
        Instant now = Instant.now();
        publisher.publishAndAwait(new Event(
                EventId.of(type, remediation, now),
                type,
                account.toString(),
                now,
                new Remediation(
                        remediation,
                        account,
                        mailbox.address(),
                        "owner",
                        null,
                        version,
                        List.of(),
                        action,
                        ResponseMode.AUTO,
                        "default",
                        type == EventType.REMEDIATION_STARTED ? RemediationState.STARTED : RemediationState.APPLIED,
                        null,
                        List.of(),
                        List.of(),
                        now,
                        now)));
    }
}
