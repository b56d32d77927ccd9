// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.EvidenceKind;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads a file of rules (YAML). Pure. */
final class RuleFile {

    /** Characters of a file. */
    static final int MOST_CHARACTERS = 256 * 1024;

    private static final int MOST_RULES = 500;
    private static final int MOST_NESTING = 20;
    private static final int MOST_SERVICE = 100;
    private static final int MOST_NAME = 100;

    /** Two labels at least: a rule for a whole top-level domain would trust strangers. */
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})?");

    private static final ObjectReader READER = new YAMLMapper(
                    YAMLFactory.builder().loaderOptions(loaderOptions()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .readerFor(Document.class)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private RuleFile() {}

    /** What a file holds. */
    sealed interface Read {

        /**
         * Rules.
         *
         * @param rules at least one
         */
        record Rules(List<EvidenceRule> rules) implements Read {

            /** Copies the list. */
            public Rules {
                rules = List.copyOf(rules);
            }
        }

        /**
         * Nothing that can be used.
         *
         * @param line where it goes wrong, from 1; 0 when it is the whole file
         * @param reason a plain sentence for the operator
         */
        record Bad(int line, String reason) implements Read {}
    }

    // No records: of those, an unknown field is told only at the end of the file.

    private static final class Document {

        @JsonProperty
        @Nullable
        String service;

        @JsonProperty
        @Nullable
        List<String> domains;

        @JsonProperty
        @Nullable
        List<String> senders;

        @JsonProperty
        @Nullable
        List<Expression> never;

        @JsonProperty
        @Nullable
        List<Entry> rules;
    }

    private static final class Entry {

        @JsonProperty
        @Nullable
        EvidenceKind kind;

        @JsonProperty
        @Nullable
        Map<String, Texts> texts;
    }

    private static final class Texts {

        @JsonProperty
        @Nullable
        List<Expression> subject;

        @JsonProperty
        @Nullable
        List<Expression> body;

        @JsonProperty
        @Nullable
        List<Expression> facts;
    }

    /**
     * Reads.
     *
     * @param name of the file
     * @param yaml its text
     * @return its rules, or why there are none
     */
    static Read read(String name, String yaml) {
        if (yaml.length() > MOST_CHARACTERS) {
            return new Read.Bad(0, "the file is larger than " + MOST_CHARACTERS + " characters");
        }
        try {
            Document document = READER.readValue(yaml);
            return document == null ? new Read.Bad(0, "the file is empty") : rules(name, document);
        } catch (JsonProcessingException bad) {
            int line = bad.getLocation() == null
                    ? 0
                    : Math.max(0, bad.getLocation().getLineNr());
            return new Read.Bad(line, reason(bad));
        } catch (RuntimeException | StackOverflowError bad) {
            return new Read.Bad(0, "the file is no YAML that can be read");
        }
    }

    private static LoaderOptions loaderOptions() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setNestingDepthLimit(MOST_NESTING);
        return options;
    }

    private static String reason(JsonProcessingException bad) {
        return switch (bad) {
            case UnrecognizedPropertyException unknown ->
                "there is no \"" + unknown.getPropertyName() + "\" here, only " + unknown.getKnownPropertyIds();
            case InvalidFormatException kind
            when kind.getTargetType() == EvidenceKind.class ->
                "there is no kind " + kind.getValue() + ", only " + List.of(EvidenceKind.values());
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException why -> String.valueOf(why.getMessage());
            case MismatchedInputException other
            when other.getTargetType() != null ->
                other.getTargetType() == String.class
                        ? "a text is expected here"
                        : List.class.isAssignableFrom(other.getTargetType())
                                ? "a list is expected here"
                                : "names with values are expected here";
            default -> {
                String message = String.valueOf(bad.getOriginalMessage());
                yield message.lines().findFirst().orElse("the file is no YAML");
            }
        };
    }

    private static Read rules(String name, Document document) {
        String service = document.service == null ? "" : document.service.strip();
        if (service.isEmpty() || service.length() > MOST_SERVICE) {
            return new Read.Bad(0, "\"service\" is missing, or longer than " + MOST_SERVICE + " characters");
        }
        List<String> domains = new ArrayList<>();
        for (String domain : orEmpty(document.domains)) {
            String lower = String.valueOf(domain).toLowerCase(Locale.ROOT);
            if (!DOMAIN.matcher(lower).matches()) {
                return new Read.Bad(0, "\"" + cut(lower) + "\" under \"domains\" is no domain such as example.org");
            }
            domains.add(lower);
        }
        if (domains.isEmpty()) {
            return new Read.Bad(0, "\"domains\" is missing: name the domains that the service writes from");
        }
        List<String> senders = new ArrayList<>();
        for (String sender : orEmpty(document.senders)) {
            String lower = String.valueOf(sender).toLowerCase(Locale.ROOT);
            String domain = lower.substring(lower.lastIndexOf('@') + 1);
            if (lower.indexOf('@') < 1 || domains.stream().noneMatch(own -> EvidenceRule.isWithin(domain, own))) {
                return new Read.Bad(0, "\"" + cut(lower) + "\" under \"senders\" is no address in one of the domains");
            }
            senders.add(lower);
        }
        List<EvidenceRule> rules = new ArrayList<>();
        for (Entry entry : orEmpty(document.rules)) {
            if (entry == null || entry.kind == null || entry.texts == null) {
                return new Read.Bad(0, "a rule needs \"kind\" and \"texts\"");
            }
            for (Map.Entry<String, Texts> text : entry.texts.entrySet()) {
                Texts texts = text.getValue();
                if (!LANGUAGE.matcher(text.getKey()).matches()) {
                    return new Read.Bad(0, "\"" + cut(text.getKey()) + "\" is no language code such as de");
                }
                if (texts == null || orEmpty(texts.subject).isEmpty()) {
                    return new Read.Bad(
                            0, entry.kind + " in \"" + text.getKey() + "\" has no \"subject\", which every rule needs");
                }
                rules.add(new EvidenceRule(
                        cut(name) + ", " + entry.kind + ", " + text.getKey(),
                        service,
                        domains,
                        senders,
                        orEmpty(document.never),
                        entry.kind,
                        orEmpty(texts.subject),
                        orEmpty(texts.body),
                        orEmpty(texts.facts)));
            }
        }
        if (rules.isEmpty() || rules.size() > MOST_RULES) {
            return new Read.Bad(0, "\"rules\" holds none, or more than " + MOST_RULES);
        }
        return new Read.Rules(rules);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static String cut(String text) {
        return text.length() <= MOST_NAME ? text : text.substring(0, MOST_NAME);
    }
}
