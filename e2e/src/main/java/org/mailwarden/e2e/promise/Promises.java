// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.promise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The promises of the demo: texts by id, in the order of the story, and what became of each. */
public final class Promises {

    /** Every promise, by id. */
    public static final Map<String, String> TEXTS = texts();

    private final Map<String, Promise> checked = new LinkedHashMap<>();

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("imap-ingest", "Every message delivered to an IMAP mailbox is one event, exactly once");
        texts.put("pop3-ingest", "Every message delivered to a POP3 mailbox is one event, exactly once");
        texts.put("crash-no-loss", "The fetcher, killed in mid-backfill and started again, loses and repeats nothing");
        texts.put("login-events", "Every sign-in, good or bad, is on mail.logins with its TLS facts");
        texts.put("tls-only", "A plaintext account is refused with a clear sentence");
        texts.put("pwned-found", "Each planted password is found once in the corpus, and no other");
        texts.put("pair-current", "A leaked pair with the current password is found as such");
        texts.put("pair-stale", "A leaked pair with a former password is told apart, and closes itself");
        texts.put("reset-forced", "Old password, refresh token and offline token are refused; required actions wait");
        texts.put(
                "reset-completed",
                "The one-time link refuses a breached password, sets a good one and a TOTP, and sign-in works with both");
        texts.put("bystanders", "Nobody else was touched, nor the protected account");
        texts.put(
                "evidence-seen", "A mail that a service provably sent is one finding, and a forged copy of it is none");
        texts.put("travel-seen", "A password used on two continents within a minute is one finding with both places");
        texts.put("spray-seen", "A few passwords tried at everybody are one finding that names them all");
        texts.put("no-secrets", "No planted secret, nor its SHA-1, is in any topic, log, table or report");
        return java.util.Collections.unmodifiableMap(texts);
    }

    /**
     * Records a promise as checked.
     *
     * @param id one of {@link #TEXTS}
     * @param held whether it held
     * @param evidence what was seen; never a secret
     */
    public void checked(String id, boolean held, Map<String, Object> evidence) {
        String text = TEXTS.get(id);
        if (text == null) {
            throw new IllegalArgumentException("There is no promise " + id);
        }
        checked.put(id, new Promise(id, text, held, evidence));
    }

    /**
     * Records a promise whose check may fail by itself.
     *
     * @param id one of {@link #TEXTS}
     * @param evidence filled by the check
     * @param check whether it holds; an exception means that it does not
     */
    public void check(String id, Map<String, Object> evidence, BooleanSupplier check) {
        boolean held = false;
        try {
            held = check.getAsBoolean();
        } catch (RuntimeException e) {
            evidence.put("error", String.valueOf(e.getMessage()));
        }
        checked(id, held, evidence);
    }

    /** All promises in the order of the story; one that was never checked did not hold. */
    public List<Promise> all() {
        List<Promise> all = new ArrayList<>();
        TEXTS.forEach((id, text) ->
                all.add(checked.getOrDefault(id, new Promise(id, text, false, Map.of("error", "never checked")))));
        return all;
    }

    /** Whether every promise held. */
    public boolean held() {
        return all().stream().allMatch(Promise::held);
    }
}
