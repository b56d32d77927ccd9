// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.answer;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.livecheck.RetiredCheck;
import org.mailwarden.breachwatch.login.KnownNames;
import org.mailwarden.breachwatch.login.report.Report;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.breachwatch.settings.LoginSettings;
import org.mailwarden.kit.egress.Network;

/**
 * Answers a server that asks before a sign-in, from memory but for two questions: whose name it is, of the database, now and
 * then; and whether the password was retired, of auth, only for accounts that were reset. Safe for many threads.
 */
@ApplicationScoped
public class Gatekeeper {

    /** Longest that a mail server waits for what auth says. */
    private static final Duration LIMIT = Duration.ofMillis(500);

    private static final Duration AT_LEISURE = Duration.ofSeconds(10);

    private final KnownNames names;
    private final RetiredCheck retired;
    private final SprayingAddresses spraying;
    private final List<Network> trusted;
    private final Rules rules;

    Gatekeeper(KnownNames names, RetiredCheck retired, SprayingAddresses spraying, BreachWatchSettings settings) {
        this.names = names;
        this.retired = retired;
        this.spraying = spraying;
        LoginSettings logins = settings.logins();
        this.trusted = logins.trustedNetworks().orElse(List.of());
        this.rules = new Rules(
                logins.answering() == LoginSettings.Answering.ENFORCE,
                logins.duringRemediation(),
                logins.retiredPassword(),
                logins.plaintext(),
                logins.spraying(),
                Math.toIntExact(Math.max(1, logins.delay().toSeconds())));
    }

    /**
     * The answer, and what was learned on the way.
     *
     * @param answer the answer
     * @param retired whether the password was retired
     */
    public record Judged(Answer answer, RetiredCheck.Answer retired) {}

    /**
     * Judges a sign-in before it happens.
     *
     * @param report the sign-in
     * @param limit longest that it may take
     * @return the answer; empty when nobody could say in that time whose name it is
     */
    public Optional<Judged> judge(Report report, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        KnownNames.Known known = names.find(report.username(), limit);
        if (known == null) {
            return Optional.empty();
        }
        Duration left = Duration.ofNanos(end - System.nanoTime());
        RetiredCheck.Answer retired = retired(report, known, left.compareTo(LIMIT) < 0 ? left : LIMIT);
        Circumstances seen = new Circumstances(
                known.underRemediation(),
                retired.isRetired(),
                Boolean.FALSE.equals(report.secured()) && !isTrusted(report.remoteAddress()),
                spraying.isSpraying(report.remoteAddress()) && !isTrusted(report.remoteAddress()));
        return Optional.of(new Judged(Answer.of(rules, seen), retired));
    }

    /** Whether a retired password of this name is kept, so that one that could not be asked about is worth asking again. */
    public boolean mayBeRetired(Report report) {
        return report.policyHash() != null && names.find(report.username()).hasRetiredPasswords();
    }

    /**
     * Asks again, where no mail server waits.
     *
     * @param report the sign-in
     * @return whether its password was retired
     */
    public RetiredCheck.Answer retiredAfterAll(Report report) {
        String hash = report.policyHash();
        return hash == null ? new RetiredCheck.Answer.CouldNotAsk() : retired.ask(report.username(), hash, AT_LEISURE);
    }

    private RetiredCheck.Answer retired(Report report, KnownNames.Known known, Duration limit) {
        String hash = report.policyHash();
        if (!known.hasRetiredPasswords() || hash == null) {
            // Of somebody who was never reset there is no retired password.
            return known.accountId() == null || hash == null
                    ? new RetiredCheck.Answer.CouldNotAsk()
                    : new RetiredCheck.Answer.NotRetired();
        }
        return retired.ask(report.username(), hash, limit);
    }

    private boolean isTrusted(@Nullable String text) {
        if (text == null) {
            return false;
        }
        InetAddress address = InetAddress.ofLiteral(text);
        return address.isLoopbackAddress() || trusted.stream().anyMatch(network -> network.contains(address));
    }
}
