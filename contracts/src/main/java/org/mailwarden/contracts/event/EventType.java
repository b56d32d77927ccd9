// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.event;

import java.util.Arrays;
import java.util.Optional;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.mail.EvidenceSeen;
import org.mailwarden.contracts.mail.MailboxReset;
import org.mailwarden.contracts.mail.MessageGone;
import org.mailwarden.contracts.mail.MessageReceived;
import org.mailwarden.contracts.posture.UserPosture;
import org.mailwarden.contracts.remediation.Remediation;

/**
 * Every event type of the product: its CloudEvents {@code type}, its topic, and the record its data is read into.
 *
 * <p>Events that tell a step in one thing's life (finding, remediation) share one record, the thing's snapshot: the type
 * says what happened, the snapshot says how it stands.
 */
public enum EventType {
    ACCOUNT_CHANGED("AccountChanged", Topics.ACCOUNTS, AccountChanged.class),
    MESSAGE_RECEIVED("MessageReceived", Topics.MESSAGES, MessageReceived.class),
    MESSAGE_GONE("MessageGone", Topics.MESSAGES, MessageGone.class),
    MAILBOX_RESET("MailboxReset", Topics.MESSAGES, MailboxReset.class),
    EVIDENCE_SEEN("EvidenceSeen", Topics.EVIDENCE, EvidenceSeen.class),
    LOGIN_SUCCEEDED("LoginSucceeded", Topics.LOGINS, Login.class),
    LOGIN_FAILED("LoginFailed", Topics.LOGINS, Login.class),
    CREDENTIAL_SEALED("CredentialSealed", Topics.CREDENTIALS, CredentialSealed.class),
    FINDING_RAISED("FindingRaised", Topics.FINDINGS, Finding.class),
    FINDING_CHANGED("FindingChanged", Topics.FINDINGS, Finding.class),
    FINDING_CLOSED("FindingClosed", Topics.FINDINGS, Finding.class),
    REMEDIATION_PLANNED("RemediationPlanned", Topics.REMEDIATIONS, Remediation.class),
    REMEDIATION_HELD("RemediationHeld", Topics.REMEDIATIONS, Remediation.class),
    REMEDIATION_APPROVED("RemediationApproved", Topics.REMEDIATIONS, Remediation.class),
    REMEDIATION_REJECTED("RemediationRejected", Topics.REMEDIATIONS, Remediation.class),
    REMEDIATION_STARTED("RemediationStarted", Topics.REMEDIATIONS, Remediation.class),
    REMEDIATION_APPLIED("RemediationApplied", Topics.REMEDIATIONS, Remediation.class),
    REMEDIATION_VERIFIED("RemediationVerified", Topics.REMEDIATIONS, Remediation.class),
    REMEDIATION_FAILED("RemediationFailed", Topics.REMEDIATIONS, Remediation.class),
    REMEDIATION_EXPIRED("RemediationExpired", Topics.REMEDIATIONS, Remediation.class),
    USER_POSTURE("UserPosture", Topics.POSTURE, UserPosture.class);

    private final String eventName;
    private final String topic;
    private final Class<?> data;

    EventType(String eventName, String topic, Class<?> data) {
        this.eventName = eventName;
        this.topic = topic;
        this.data = data;
    }

    /** The event's name, as the documentation and the schema file name spell it, for instance {@code FindingRaised}. */
    public String eventName() {
        return eventName;
    }

    /** The CloudEvents {@code type}: {@code org.mailwarden.<name>.v1}. */
    public String type() {
        return "org.mailwarden." + eventName + ".v1";
    }

    /** The topic the event travels on. */
    public String topic() {
        return topic;
    }

    /** The record the event's data is read into. */
    public Class<?> data() {
        return data;
    }

    /**
     * Finds the event type of a CloudEvents {@code type}.
     *
     * @param type the attribute as received
     * @return empty when the product knows no such type
     */
    public static Optional<EventType> ofType(String type) {
        return Arrays.stream(values()).filter(e -> e.type().equals(type)).findFirst();
    }
}
