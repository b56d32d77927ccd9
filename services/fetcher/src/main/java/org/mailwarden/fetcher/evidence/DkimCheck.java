// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.exceptions.TempFailException;
import org.mailwarden.fetcher.discover.DnsAnswer;

/**
 * Verifies DKIM signatures, stricter than RFC 6376 asks: a signature over part of the body (l=), without the subject, or with
 * SHA-1 (RFC 8301) proves nothing here. Asks for the keys of wanted signers alone, and for few. Safe for many threads.
 */
final class DkimCheck {

    private static final int MOST_LOOKUPS = 5;
    /** Base64 of an RSA key of 1,024 bits takes more; shorter ones can be broken (RFC 8301 section 3.2). */
    private static final int LEAST_RSA_KEY = 200;

    private final KeyLookup keys;

    DkimCheck(KeyLookup keys) {
        this.keys = keys;
    }

    /**
     * Verifies.
     *
     * @param message the whole message
     * @param wanted whether a signer's domain, lower case, is of interest
     * @return who signed
     */
    DkimAnswer verify(byte[] message, Predicate<String> wanted) {
        Lookups lookups = new Lookups(wanted);
        try {
            DKIMVerifier verifier = new DKIMVerifier(lookups::find);
            List<SignatureRecord> verified = verifier.verify(new ByteArrayInputStream(message));
            List<String> domains = new ArrayList<>();
            for (SignatureRecord signature : verified == null ? List.<SignatureRecord>of() : verified) {
                String domain = lower(signature.getDToken());
                if (wanted.test(domain) && coversEnough(signature)) {
                    domains.add(domain);
                }
            }
            return domains.isEmpty() ? lookups.nothing() : new DkimAnswer.Signed(domains);
        } catch (FailException | IOException | RuntimeException | StackOverflowError failed) {
            return lookups.nothing();
        }
    }

    private static boolean coversEnough(SignatureRecord signature) {
        return signature.getBodyHashLimit() < 0
                && lower(signature.getHashMethod()).equals("sha256")
                && signature.getHeaders().stream()
                        .anyMatch(header -> lower(header).strip().equals("subject"));
    }

    private static String lower(CharSequence text) {
        return text.toString().toLowerCase(Locale.ROOT);
    }

    /** The look-ups for one message. */
    private final class Lookups {

        private final Predicate<String> wanted;
        private int count;
        private boolean away;

        Lookups(Predicate<String> wanted) {
            this.wanted = wanted;
        }

        List<String> find(CharSequence method, CharSequence selector, CharSequence domain)
                throws TempFailException, PermFailException {
            String signer = lower(domain);
            if (!wanted.test(signer)) {
                throw new PermFailException("a signer that is of no interest");
            }
            if (++count > MOST_LOOKUPS) {
                throw new PermFailException("too many signatures");
            }
            return switch (keys.find(lower(selector) + "._domainkey." + signer)) {
                case DnsAnswer.Records(List<String> records) -> {
                    List<String> strong =
                            records.stream().filter(Lookups::isStrong).toList();
                    if (strong.isEmpty()) {
                        throw new PermFailException("no key that is strong enough");
                    }
                    yield strong;
                }
                case DnsAnswer.None() -> throw new PermFailException("no key");
                case DnsAnswer.Unavailable() -> {
                    away = true;
                    throw new TempFailException("the DNS is away");
                }
            };
        }

        private static boolean isStrong(String key) {
            return lower(key).contains("k=ed25519") || key.length() > LEAST_RSA_KEY;
        }

        DkimAnswer nothing() {
            return away ? new DkimAnswer.Unavailable() : new DkimAnswer.Unsigned();
        }
    }
}
