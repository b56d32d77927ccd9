// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.mail.EvidenceSeen;
import org.mailwarden.contracts.mail.MailAddress;
import org.mailwarden.contracts.mail.SenderProof;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.evidence.RuleSet.Recognised;
import org.mailwarden.fetcher.evidence.SenderAuthentication.Verdict;
import org.mailwarden.fetcher.message.MessageText;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.message.Provenance;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;

/**
 * Looks whether a message is evidence: a rule recognises it, and its sender is proven. Cheap for every other message: only one
 * whose From header names a service with rules is kept while it is read, and only one that a rule recognises costs a look at
 * its signatures. Safe for many threads.
 */
@ApplicationScoped
public class EvidenceFinder {

    private static final String METER = "mailwarden.fetcher.evidence";

    private final EvidenceRules rules;
    private final EvidenceConfig config;
    private final DkimCheck dkim;
    private final Set<String> trustedForwarders = new HashSet<>();
    private final Duration newFor;
    private final MeterRegistry meters;

    @Inject
    EvidenceFinder(EvidenceRules rules, KeyLookup keys, FetcherConfig config, MeterRegistry meters) {
        this(rules, keys, config.evidence(), meters);
    }

    EvidenceFinder(EvidenceRules rules, KeyLookup keys, EvidenceConfig config, MeterRegistry meters) {
        this.rules = rules;
        this.config = config;
        this.dkim = new DkimCheck(keys);
        config.trustedForwarders().forEach(domain -> trustedForwarders.add(domain.toLowerCase(Locale.ROOT)));
        this.newFor = config.newFor();
        this.meters = meters;
    }

    /** What a message is kept in while it is read. */
    public Capture capture() {
        return config.enabled() ? new Capture(rules.current()::knows) : Capture.nothing();
    }

    /**
     * Looks at a message that was read.
     *
     * @param account in whose mailbox it lies
     * @param provenance how it came to us
     * @param message its facts
     * @param capture what it was kept in
     * @param at when it was read
     * @return the event that tells of it; empty when it is no evidence
     */
    public Optional<Event> look(
            UUID account, Provenance provenance, ParsedMessage message, Capture capture, Instant at) {
        try {
            return judge(account, provenance, message, capture, at);
        } catch (RuntimeException | StackOverflowError hostile) {
            // The message itself is announced all the same.
            count("failed");
            return Optional.empty();
        }
    }

    private Optional<Event> judge(
            UUID account, Provenance provenance, ParsedMessage message, Capture capture, Instant at) {
        byte[] raw = capture.message();
        List<MailAddress> from = message.envelope().from();
        String subject = message.subject();
        // What a list sends on was written by anybody.
        if (raw.length == 0 || from.isEmpty() || subject == null || message.listId() != null) {
            return Optional.empty();
        }
        String address = String.valueOf(from.getFirst().address()).toLowerCase(Locale.ROOT);
        String domain = address.substring(address.lastIndexOf('@') + 1);
        RuleSet current = rules.current();
        if (!current.mayFit(address, subject)) {
            return Optional.empty();
        }
        MessageText text = MessageText.read(raw);
        Optional<Recognised> recognised = current.recognise(address, subject, text.text());
        if (recognised.isEmpty()) {
            return Optional.empty();
        }
        Recognised found = recognised.get();
        Verdict verdict = message.envelope().fromCount() > 1 || text.fromFields() > 1 || text.subjectFields() > 1
                ? new Verdict.Unauthenticated()
                : new SenderAuthentication(found.rule()::isAligned, trustedForwarders)
                        .decide(
                                domain,
                                message.authenticationResults(),
                                text.forwarder(),
                                () -> signatures(raw, capture.isWhole(), found));
        return switch (verdict) {
            case Verdict.Proven(SenderProof proof) -> {
                count("recognised");
                yield Optional.of(event(
                        account,
                        provenance,
                        message,
                        found,
                        domain,
                        proof,
                        isAddressedTo(provenance, message, text),
                        at));
            }
            case Verdict.Unauthenticated() -> {
                count("unauthenticated");
                yield Optional.empty();
            }
            case Verdict.CouldNotTell() -> {
                count("could-not-tell");
                yield Optional.empty();
            }
        };
    }

    private DkimAnswer signatures(byte[] raw, boolean whole, Recognised found) {
        return config.verifiesDkim() && whole
                ? dkim.verify(raw, signer -> found.rule().isOfSender(signer))
                : new DkimAnswer.Unavailable();
    }

    private void count(String outcome) {
        meters.counter(METER, "outcome", outcome).increment();
    }

    private Event event(
            UUID account,
            Provenance provenance,
            ParsedMessage message,
            Recognised found,
            String domain,
            SenderProof proof,
            boolean addressed,
            Instant at) {
        EvidenceRule rule = found.rule();
        Instant sent = message.date();
        EvidenceSeen seen = new EvidenceSeen(
                account,
                provenance.address(),
                provenance.owner(),
                rule.kind(),
                rule.service(),
                rule.name(),
                domain,
                proof,
                addressed,
                sent,
                at,
                sent != null && sent.isBefore(at.minus(newFor)),
                message.fingerprint(),
                message.messageId(),
                found.fact("time"),
                found.fact("place"),
                found.fact("device"),
                found.fact("address"),
                found.fact("service"));
        return new Event(
                EventId.of(EventType.EVIDENCE_SEEN, account, message.fingerprint(), rule.kind(), rule.service()),
                EventType.EVIDENCE_SEEN,
                account.toString(),
                at,
                seen);
    }

    /**
     * Whether the one To field names the account. Signers seldom cover a Cc that is not there, so whoever has a genuine mail of
     * his own could add one; the same goes for a second To.
     */
    private static boolean isAddressedTo(Provenance provenance, ParsedMessage message, MessageText text) {
        String own = withoutDetail(provenance.address());
        return text.toFields() == 1
                && message.envelope().to().stream()
                        .anyMatch(recipient -> withoutDetail(String.valueOf(recipient.address()))
                                .equals(own));
    }

    /** Without a detail such as {@code +shop} (RFC 5233). */
    private static String withoutDetail(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        int sign = lower.lastIndexOf('@');
        int plus = lower.indexOf('+');
        return plus > 0 && plus < sign ? lower.substring(0, plus) + lower.substring(sign) : lower;
    }
}
