// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.event;

import java.util.List;

/** The Kafka topics of the product. Every topic has a dead-letter topic named by {@link #deadLetter(String)}. */
public final class Topics {

    /** Account snapshots, compacted; key = account id; tombstone when the account is removed. */
    public static final String ACCOUNTS = "mail.accounts";

    /** MessageReceived, MessageGone, MailboxReset; key = account id. */
    public static final String MESSAGES = "mail.messages";

    /** EvidenceSeen; key = account id. */
    public static final String EVIDENCE = "mail.evidence";

    /** LoginSucceeded, LoginFailed; key = account id, or the user name when no account is known. */
    public static final String LOGINS = "mail.logins";

    /** CredentialSealed; kept 24 hours; key = account id. */
    public static final String CREDENTIALS = "credential.sealed";

    /** FindingRaised, FindingChanged, FindingClosed; key = account id. */
    public static final String FINDINGS = "breach.findings";

    /** Remediation events; key = account id. */
    public static final String REMEDIATIONS = "auth.remediations";

    /** UserPosture, compacted; key = Keycloak user id. */
    public static final String POSTURE = "auth.posture";

    /** Every topic, without the dead-letter topics. */
    public static final List<String> ALL =
            List.of(ACCOUNTS, MESSAGES, EVIDENCE, LOGINS, CREDENTIALS, FINDINGS, REMEDIATIONS, POSTURE);

    private Topics() {}

    /**
     * Names the topic for records that no consumer could read.
     *
     * @param topic one of the topics above
     * @return the topic's dead-letter topic
     */
    public static String deadLetter(String topic) {
        return topic + ".dlq";
    }
}
