// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import com.google.re2j.Matcher;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules in force. Pure and immutable. */
final class RuleSet {

    /** Characters of a fact. */
    static final int FACT_CHARACTERS = 200;

    private final List<EvidenceRule> rules;
    private final Set<String> domains = new HashSet<>();

    RuleSet(List<EvidenceRule> rules) {
        this.rules = List.copyOf(rules);
        rules.forEach(rule -> domains.addAll(rule.domains()));
    }

    /**
     * What a rule found.
     *
     * @param rule the rule
     * @param facts by name, each at most {@link #FACT_CHARACTERS}
     */
    record Recognised(EvidenceRule rule, Map<String, String> facts) {

        /** Copies the map. */
        Recognised {
            facts = Map.copyOf(facts);
        }

        @Nullable
        String fact(String name) {
            return facts.get(name);
        }
    }

    int size() {
        return rules.size();
    }

    /**
     * Whether a service with rules writes from a domain.
     *
     * @param domain lower case
     * @return true when it is one of a rule, or lies below one
     */
    boolean knows(String domain) {
        String name = domain;
        while (!domains.contains(name)) {
            int dot = name.indexOf('.');
            if (dot < 0) {
                return false;
            }
            name = name.substring(dot + 1);
        }
        return true;
    }

    /**
     * Whether a mail is worth reading its text for.
     *
     * @param from address in the From header, lower case
     * @param subject the subject, decoded
     * @return false when no rule can fit
     */
    boolean mayFit(String from, String subject) {
        return rules.stream().anyMatch(rule -> rule.fits(from, subject));
    }

    /**
     * Finds the first rule that fits.
     *
     * @param from address in the From header, lower case
     * @param subject the subject, decoded
     * @param text what a person reads, in lines
     * @return empty when none fits
     */
    Optional<Recognised> recognise(String from, String subject, String text) {
        // A sentence goes on where a line was broken for its length.
        String running = text.replace('\n', ' ');
        for (EvidenceRule rule : rules) {
            if (rule.fits(from, subject)
                    && (rule.body().isEmpty()
                            || rule.body().stream().anyMatch(expression -> expression.isIn(running)))) {
                return Optional.of(new Recognised(rule, facts(rule, subject, text)));
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> facts(EvidenceRule rule, String subject, String text) {
        Map<String, String> facts = new HashMap<>();
        for (Expression expression : rule.facts()) {
            Optional<Matcher> found = expression.find(text).or(() -> expression.find(subject));
            found.ifPresent(matcher -> expression.groups().forEach(name -> {
                String fact = matcher.group(name);
                if (fact != null && !fact.isBlank()) {
                    facts.putIfAbsent(name, clean(fact));
                }
            }));
        }
        return facts;
    }

    /** Text was cleaned when it was read; the subject as well. Only the length is left. */
    private static String clean(String fact) {
        String stripped = fact.strip();
        if (stripped.length() <= FACT_CHARACTERS) {
            return stripped;
        }
        int end =
                Character.isHighSurrogate(stripped.charAt(FACT_CHARACTERS - 1)) ? FACT_CHARACTERS - 1 : FACT_CHARACTERS;
        return stripped.substring(0, end);
    }
}
