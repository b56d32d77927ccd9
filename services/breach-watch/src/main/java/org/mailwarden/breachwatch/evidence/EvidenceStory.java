// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.finding.RelatedFinding;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.mail.EvidenceKind;

/**
 * What the mails of one service within a day mean together, and with what else is open about the account. Pure.
 *
 * @param severity how much it matters
 * @param summary one plain sentence
 * @param facts what each mail told, and with what it agrees
 * @param reasons why it matters that much, plain sentences
 */
record EvidenceStory(Severity severity, String summary, List<Fact> facts, List<String> reasons) {

    /** The source of all facts. */
    static final String SOURCE = "mail in the mailbox";

    /** Longest time between a mail and a finding about a sign-in for them to be about one thing. */
    private static final Duration SIGN_INS_WITHIN = Duration.ofDays(3);

    /** What a leak gives away is used months later too. */
    static final Duration LEAKS_WITHIN = Duration.ofDays(90);

    private static final int MOST_RELATED = 5;
    /** A shorter name of a service is found in many sentences. */
    private static final int SHORTEST_NAME = 3;

    private static final Set<FindingKind> SIGN_INS = EnumSet.of(
            FindingKind.IMPOSSIBLE_TRAVEL,
            FindingKind.NEW_COUNTRY,
            FindingKind.NEW_NETWORK,
            FindingKind.NEW_CLIENT,
            FindingKind.SUCCESS_AFTER_FAILURES,
            FindingKind.DORMANT_LOGIN,
            FindingKind.BREACHED_LOGIN,
            FindingKind.LOGIN_DURING_REMEDIATION,
            FindingKind.RETIRED_PASSWORD_USED);

    private static final Set<FindingKind> LEAKS =
            EnumSet.of(FindingKind.CREDENTIAL_LEAKED, FindingKind.STEALER_LOG, FindingKind.ADDRESS_IN_BREACH);

    /** Kinds of finding that evidence can agree with. */
    static final Set<FindingKind> RELATED = related();

    /** What a thief does who wants to stay. */
    private static final Set<EvidenceKind> TAKE_OVER = EnumSet.of(
            EvidenceKind.PASSWORD_CHANGED, EvidenceKind.SECOND_FACTOR_REMOVED, EvidenceKind.RECOVERY_ADDRESS_CHANGED);

    /** Copies the lists. */
    EvidenceStory {
        facts = List.copyOf(facts);
        reasons = List.copyOf(reasons);
    }

    private static Set<FindingKind> related() {
        Set<FindingKind> all = EnumSet.copyOf(SIGN_INS);
        all.addAll(LEAKS);
        return all;
    }

    /**
     * Tells a story.
     *
     * @param mails of one service within a day, oldest first, at least one
     * @param open what is open about the account; what has nothing to do with the mails is left out
     * @return the story
     */
    static EvidenceStory of(List<Told> mails, List<RelatedFinding> open) {
        List<String> reasons = new ArrayList<>();
        Severity severity = Severity.INFO;
        for (Told mail : mails) {
            Severity of = mail.addressedToAccount() ? usual(mail.kind()) : lower(usual(mail.kind()));
            severity = of.compareTo(severity) > 0 ? of : severity;
        }
        reasons.add("A mail that provably comes from " + mails.getFirst().service() + " says so.");
        if (mails.stream().noneMatch(Told::addressedToAccount)) {
            reasons.add("No mail names this address as its recipient: it may be about somebody else's account.");
        }
        Set<EvidenceKind> kinds = mails.stream().map(Told::kind).collect(Collectors.toCollection(LinkedHashSet::new));
        if (kinds.stream().filter(TAKE_OVER::contains).count() > 1) {
            severity = severity.compareTo(Severity.HIGH) > 0 ? severity : Severity.HIGH;
            reasons.add("Several of the things were changed within a day by which an account is held.");
        }
        List<Fact> facts = new ArrayList<>();
        mails.forEach(mail -> facts.add(new Fact(sentence(mail), SOURCE + ", " + mail.senderDomain())));
        List<RelatedFinding> agreeing = open.stream()
                .filter(finding -> mails.stream().anyMatch(mail -> agrees(mail, finding)))
                .limit(MOST_RELATED)
                .toList();
        for (RelatedFinding finding : agreeing) {
            facts.add(new Fact(
                    "Agrees with " + finding.kind() + " " + finding.id() + ": " + finding.summary(),
                    SOURCE + ", joined"));
        }
        if (!agreeing.isEmpty()) {
            severity = higher(severity);
            reasons.add("It agrees with "
                    + agreeing.stream()
                            .map(finding -> finding.kind().name())
                            .distinct()
                            .collect(Collectors.joining(", "))
                    + ", which is open about the same account.");
        }
        String summary = mails.getFirst().service() + " tells of "
                + kinds.stream().map(EvidenceStory::what).collect(Collectors.joining(", and of ")) + ".";
        return new EvidenceStory(severity, summary, facts, reasons);
    }

    private static boolean agrees(Told mail, RelatedFinding finding) {
        boolean breach = mail.kind() == EvidenceKind.DATA_BREACH_NOTICE;
        Duration apart = Duration.between(mail.at(), finding.changedAt()).abs();
        if (SIGN_INS.contains(finding.kind())) {
            return !breach && apart.compareTo(SIGN_INS_WITHIN) <= 0;
        }
        if (apart.compareTo(LEAKS_WITHIN) > 0 || !LEAKS.contains(finding.kind())) {
            return false;
        }
        String service = mail.about() == null ? mail.service() : mail.about();
        return finding.kind() == FindingKind.ADDRESS_IN_BREACH
                ? service.length() >= SHORTEST_NAME && holdsName(finding.summary(), service)
                : true;
    }

    private static boolean holdsName(String sentence, String service) {
        return plain(sentence).contains(plain(service));
    }

    /** Without blanks and marks: a feed calls ExampleShop what the notice calls Example Shop. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static Severity usual(EvidenceKind kind) {
        return switch (kind) {
            case NEW_SIGN_IN -> Severity.LOW;
            case PASSWORD_CHANGED, DATA_BREACH_NOTICE -> Severity.MEDIUM;
            case SECOND_FACTOR_REMOVED, RECOVERY_ADDRESS_CHANGED -> Severity.HIGH;
        };
    }

    private static Severity lower(Severity severity) {
        return Severity.values()[Math.max(0, severity.ordinal() - 1)];
    }

    private static Severity higher(Severity severity) {
        return Severity.values()[Math.min(Severity.CRITICAL.ordinal(), severity.ordinal() + 1)];
    }

    private static String what(EvidenceKind kind) {
        return switch (kind) {
            case NEW_SIGN_IN -> "a new sign-in";
            case PASSWORD_CHANGED -> "a changed password";
            case SECOND_FACTOR_REMOVED -> "a second factor that was removed";
            case RECOVERY_ADDRESS_CHANGED -> "another recovery address";
            case DATA_BREACH_NOTICE -> "a breach with data of this person";
        };
    }

    private static String sentence(Told mail) {
        StringBuilder sentence = new StringBuilder(mail.service())
                .append(" tells of ")
                .append(what(mail.kind()))
                .append(", in a mail of ")
                .append(mail.at());
        add(sentence, "message", mail.messageId());
        add(sentence, "service", mail.about());
        add(sentence, "time", mail.time());
        add(sentence, "place", mail.place());
        add(sentence, "device", mail.device());
        add(sentence, "address", mail.address());
        String how = switch (mail.proof()) {
            case RECEIVER -> "the receiving server proved it";
            case DKIM -> "its signature holds";
            case ARC -> "a trusted forwarder proved it";
        };
        return sentence.append("; that it comes from ")
                .append(mail.senderDomain())
                .append(" is sure: ")
                .append(how)
                .append('.')
                .toString();
    }

    private static void add(StringBuilder sentence, String name, @Nullable String value) {
        if (value != null) {
            sentence.append(", ").append(name).append(' ').append(value);
        }
    }
}
