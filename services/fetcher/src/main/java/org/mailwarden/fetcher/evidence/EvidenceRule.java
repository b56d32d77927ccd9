// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import java.util.List;
import org.mailwarden.contracts.mail.EvidenceKind;

/**
 * How one service tells of one thing in one language.
 *
 * @param name file, kind and language, for people
 * @param service the service
 * @param domains domains that it writes from, lower case; those below them count too
 * @param senders addresses that it writes from, lower case; empty for any in the domains
 * @param never expressions that are in no subject of such a mail: a service that passes on what strangers write, as a share or
 *     an invoice, would else speak with their words
 * @param kind what it tells
 * @param subject expressions of which one must be in the subject
 * @param body expressions of which one must be in the text; empty when the subject says enough
 * @param facts expressions whose groups are facts
 */
record EvidenceRule(
        String name,
        String service,
        List<String> domains,
        List<String> senders,
        List<Expression> never,
        EvidenceKind kind,
        List<Expression> subject,
        List<Expression> body,
        List<Expression> facts) {

    /** Copies the lists. */
    EvidenceRule {
        domains = List.copyOf(domains);
        senders = List.copyOf(senders);
        never = List.copyOf(never);
        subject = List.copyOf(subject);
        body = List.copyOf(body);
        facts = List.copyOf(facts);
    }

    /** The domain of the rule that a name is or lies below; the organisation, for the alignment of RFC 7489 section 3.1. */
    static boolean isWithin(String name, String domain) {
        return name.equals(domain) || name.endsWith("." + domain);
    }

    boolean isOfSender(String domain) {
        return domains.stream().anyMatch(own -> isWithin(domain, own));
    }

    /** Whether two names are of the same organisation, and that is the rule's. */
    boolean isAligned(String one, String other) {
        return domains.stream().anyMatch(own -> isWithin(one, own) && isWithin(other, own));
    }

    /** Whether a mail from an address, lower case, with a subject is one of these. */
    boolean fits(String from, String subjectText) {
        return isOfSender(from.substring(from.lastIndexOf('@') + 1))
                && (senders.isEmpty() || senders.contains(from))
                && subject.stream().anyMatch(expression -> expression.isIn(subjectText))
                && never.stream().noneMatch(expression -> expression.isIn(subjectText));
    }
}
