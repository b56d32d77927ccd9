// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.inbox.EventConsumer;
import org.mailwarden.kit.inbox.UnreadableEvent;

/** Hears what was done about findings: proof closes them, every other step is a note. */
@ApplicationScoped
public class RemediationListener {

    private final EventConsumer consumer;
    private final Findings findings;
    private final jakarta.enterprise.event.Event<Remediation> heard;

    RemediationListener(EventConsumer consumer, Findings findings, jakarta.enterprise.event.Event<Remediation> heard) {
        this.consumer = consumer;
        this.findings = findings;
        this.heard = heard;
    }

    @Incoming("remediations")
    @RunOnVirtualThread
    CompletionStage<Void> on(Message<String> record) {
        return consumer.consume(record, "breach-watch.remediations", this::handle);
    }

    private void handle(Event event) {
        if (!(event.data() instanceof Remediation remediation)) {
            throw new UnreadableEvent("a remediation event without a remediation");
        }
        heard.fire(remediation);
        String source = "remediation " + remediation.remediationId();
        boolean retired = remediation.action() == RemediationAction.FORCE_RESET;
        if (event.type() == EventType.REMEDIATION_VERIFIED && retired) {
            String reason = "Proved by " + source + ": the old password and the old sessions are dead.";
            for (UUID finding : remediation.findings()) {
                findings.close(finding, Disposition.REMEDIATED, reason);
            }
            findings.closeUpTo(
                    remediation.accountId(), remediation.credentialVersion(), Disposition.REMEDIATED, reason);
        } else {
            String because = remediation.reason() == null ? "" : ": " + remediation.reason();
            Fact note = new Fact(
                    (retired ? "The reset is " : remediation.action() + " is ") + remediation.state() + because,
                    source);
            for (UUID finding : remediation.findings()) {
                findings.note(finding, note);
            }
        }
    }
}
