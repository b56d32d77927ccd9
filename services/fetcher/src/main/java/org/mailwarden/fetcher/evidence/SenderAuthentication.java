// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.AuthenticationProperty;
import org.mailwarden.contracts.mail.AuthenticationResult;
import org.mailwarden.contracts.mail.SenderProof;
import org.mailwarden.fetcher.message.MessageText.Forwarder;

/**
 * Decides whether a mail comes from the domain in its From header, as DMARC does (RFC 7489 section 3.1): whoever is proven
 * must be of the same organisation. SPF alone is no proof here, since it is about the path and not about the mail. Pure apart
 * from what is asked for the signatures.
 */
final class SenderAuthentication {

    private static final String PASS = "pass";

    private final BiPredicate<String, String> aligned;
    private final Set<String> trustedForwarders;

    /**
     * For one rule.
     *
     * @param aligned whether two domains are of the sender's organisation
     * @param trustedForwarders domains of forwarders whose word is taken, lower case
     */
    SenderAuthentication(BiPredicate<String, String> aligned, Set<String> trustedForwarders) {
        this.aligned = aligned;
        this.trustedForwarders = Set.copyOf(trustedForwarders);
    }

    /** What is known of the sender. */
    sealed interface Verdict {

        /**
         * It is who it says.
         *
         * @param by how that is known
         */
        record Proven(SenderProof by) implements Verdict {}

        /** Nothing proves it, or something speaks against it. */
        record Unauthenticated() implements Verdict {}

        /** It could not be found out. */
        record CouldNotTell() implements Verdict {}
    }

    /**
     * Decides.
     *
     * @param from domain in the From header, lower case
     * @param believed results of the receiving server
     * @param forwarder the newest forwarder; absent when there is none
     * @param signatures asks for the signatures, only when the receiving server does not say enough
     * @return the verdict
     */
    Verdict decide(
            String from,
            List<AuthenticationResult> believed,
            @Nullable Forwarder forwarder,
            Supplier<DkimAnswer> signatures) {
        if (proves(believed, from)) {
            return new Verdict.Proven(SenderProof.RECEIVER);
        }
        DkimAnswer signed = signatures.get();
        if (signed instanceof DkimAnswer.Signed(List<String> domains)
                && domains.stream().anyMatch(domain -> aligned.test(domain, from))) {
            return new Verdict.Proven(SenderProof.DKIM);
        }
        if (forwarder != null
                && has(believed, "arc", PASS)
                && trustedForwarders.contains(forwarder.domain())
                && proves(forwarder.results(), from)) {
            return new Verdict.Proven(SenderProof.ARC);
        }
        boolean receiverCouldNot = has(believed, "dkim", "temperror") || has(believed, "dmarc", "temperror");
        return signed instanceof DkimAnswer.Unavailable || receiverCouldNot
                ? new Verdict.CouldNotTell()
                : new Verdict.Unauthenticated();
    }

    private boolean proves(List<AuthenticationResult> results, String from) {
        return results.stream()
                .filter(result -> result.result().equals(PASS))
                .anyMatch(result -> switch (result.method()) {
                    case "dmarc" -> from.equals(property(result, "header.from"));
                    case "dkim" ->
                        isAligned(property(result, "header.d"), from)
                                || isAligned(afterSign(property(result, "header.i")), from);
                    default -> false;
                });
    }

    private boolean isAligned(@Nullable String domain, String from) {
        return domain != null && aligned.test(domain, from);
    }

    private static @Nullable String afterSign(@Nullable String identity) {
        return identity == null ? null : identity.substring(identity.lastIndexOf('@') + 1);
    }

    private static boolean has(List<AuthenticationResult> results, String method, String result) {
        return results.stream()
                .anyMatch(one -> one.method().equals(method) && one.result().equals(result));
    }

    private static @Nullable String property(AuthenticationResult result, String name) {
        return result.properties().stream()
                .filter(property -> property.name().equals(name))
                .map(AuthenticationProperty::value)
                .map(value -> value.toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(null);
    }
}
