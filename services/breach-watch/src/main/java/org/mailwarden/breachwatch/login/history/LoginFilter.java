// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import jakarta.persistence.Query;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.signin.Client;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.login.LoginAnswer;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.kit.egress.Network;
import org.mailwarden.kit.web.Problems;

/** Which sign-ins are meant: the parameters of a request, as conditions. What is not understood is a problem, 400. */
final class LoginFilter {

    private static final String SOURCE = "source";
    private static final List<String> KNOWN = List.of(
            "accountId",
            "username",
            SOURCE,
            "reporter",
            "protocol",
            "address",
            "country",
            "network",
            "mark",
            "client",
            "sessionId",
            "succeeded",
            "failure",
            "answer",
            "retired",
            "kind",
            "from",
            "to");
    private static final int LONGEST = 400;

    private final Map<String, List<String>> parameters;
    private final Set<String> known;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * Reads what a request asks for.
     *
     * @param parameters of the request
     * @param account the account that is meant; absent when the parameters say
     * @param further parameters that are read by others
     */
    LoginFilter(Map<String, List<String>> parameters, @Nullable UUID account, String... further) {
        this.parameters = parameters;
        this.known = new TreeSet<>(KNOWN);
        known.addAll(List.of(further));
        parameters.forEach((name, sent) -> {
            if (!known.contains(name)) {
                throw refused("There is no parameter of this name. There are: " + String.join(", ", known) + ".");
            }
            int most = name.equals(SOURCE) ? LoginSource.values().length : 1;
            if (sent.size() > most || sent.stream().anyMatch(text -> text.length() > LONGEST)) {
                throw refused("'" + name + "' is there too often, or too long.");
            }
        });
        text("username", "lower(username) = lower(:username)");
        text("reporter", "reporter = :reporter");
        text("protocol", "protocol = upper(:protocol)");
        text("sessionId", "session_id = :sessionId");
        sources();
        oneOf("failure", LoginFailure.values());
        oneOf("answer", LoginAnswer.values());
        flag("succeeded");
        flag("retired");
        one("accountId").ifPresent(text -> where("account_id = :accountId", "accountId", uuid(text)));
        one("address").ifPresent(text -> address("address", text));
        one("country").ifPresent(this::country);
        one("network").ifPresent(this::network);
        one("mark")
                .ifPresent(text -> where(
                        "marks @> array[cast(:mark as text)]", "mark", constant("mark", text, NetworkMark.values())));
        one("client").ifPresent(this::client);
        one("kind").ifPresent(this::kind);
        one("from").ifPresent(text -> where("occurred_at >= :from", "from", time("from", text)));
        one("to").ifPresent(text -> where("occurred_at < :to", "to", time("to", text)));
        if (account != null) {
            where("account_id = :account", "account", account);
        }
    }

    /** A parameter that is there; the checks of the constructor hold for it. */
    Optional<String> one(String name) {
        return Optional.ofNullable(parameters.get(name)).map(List::getFirst);
    }

    /** The time from which sign-ins are meant; empty when the request says nothing of it. */
    Optional<Instant> from() {
        return one("from").map(text -> time("from", text));
    }

    /** What must hold, as SQL; always a condition. */
    String conditions() {
        return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
    }

    /** Adds a condition. */
    void where(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }

    /** Adds what sign-ins must come after, the newest first. */
    void after(Instant time, UUID id) {
        where("(occurred_at, login_id) < (:afterTime, :afterId)", "afterTime", time);
        values.put("afterId", id);
    }

    /** Gives a query of {@link #conditions} its values. */
    Query bind(Query query) {
        values.forEach(query::setParameter);
        return query;
    }

    private void text(String name, String condition) {
        one(name).ifPresent(text -> where(condition, name, printable(name, text)));
    }

    private static String printable(String name, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw refused("'" + name + "' has control characters in it.");
        }
        return text;
    }

    private void oneOf(String name, Enum<?>... constants) {
        one(name).ifPresent(text -> where(name + " = :" + name, name, constant(name, text, constants)));
    }

    private static String constant(String name, String text, Enum<?>... constants) {
        String upper = text.toUpperCase(Locale.ROOT);
        List<String> names = Arrays.stream(constants).map(Enum::name).toList();
        if (!names.contains(upper)) {
            throw refused("'" + name + "' is none of: " + String.join(", ", names) + ".");
        }
        return upper;
    }

    /** As constants: only of those does the database see that the index without the fetcher's sign-ins has them all. */
    private void sources() {
        List<String> sent = parameters.getOrDefault(SOURCE, List.of());
        if (!sent.isEmpty()) {
            conditions.add(sent.stream()
                    .map(text -> "'" + constant(SOURCE, text, LoginSource.values()) + "'")
                    .collect(Collectors.joining(", ", "source in (", ")")));
        }
    }

    private void flag(String name) {
        one(name).ifPresent(text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw refused("'" + name + "' must be true or false.");
            }
            where(name + " = :" + name, name, Boolean.valueOf(text));
        });
    }

    private void address(String name, String text) {
        try {
            if (text.contains("/")) {
                Network.of(text);
            } else {
                InetAddress.ofLiteral(text);
            }
        } catch (IllegalArgumentException e) {
            throw refused("'" + name + "' is neither an IP address in digits nor a network such as 203.0.113.0/24"
                    + (name.equals("network") ? ", nor an autonomous system such as AS64500." : "."));
        }
        where("remote_address <<= cast(:" + name + " as inet)", name, text);
    }

    private void country(String text) {
        if (!text.matches("[A-Za-z]{2}")) {
            throw refused("'country' is two letters of ISO 3166-1, for instance PT.");
        }
        where("country = :country", "country", text.toUpperCase(Locale.ROOT));
    }

    private void network(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.matches("AS[0-9]{1,10}")) {
            where("network = :network", "network", upper);
        } else {
            address("network", text);
        }
    }

    private void client(String text) {
        Client client = Client.of(printable("client", text));
        if (client == null) {
            throw refused(
                    "'client' is what a client calls itself, for instance Thunderbird: versions and signs alone tell none.");
        }
        where("position(:client in client_name) > 0", "client", client.family());
    }

    /** A finding does not name its sign-ins: they are those of its account, from shortly before it until it changed last. */
    private void kind(String text) {
        // Two questions, each with an index of its own; in one, every sign-in would be held against every finding of
        // the kind.
        where("""
                (exists (select 1 from finding f where f.kind = :kind and f.account_id = login.account_id
                  and login.occurred_at between f.raised_at - interval '1 hour' and f.changed_at + interval '1 minute')
                or exists (select 1 from finding f where f.kind = :kind and f.accounts @> array[login.account_id]
                  and login.occurred_at between f.raised_at - interval '1 hour' and f.changed_at + interval '1 minute'))""", "kind", constant("kind", text, FindingKind.values()));
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw refused("'accountId' is no account id.");
        }
    }

    private static Instant time(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw refused("'" + name + "' is no time with its offset, such as 2026-01-31T12:00:00Z.");
        }
    }

    static RuntimeException refused(String detail) {
        return Problems.of(400, "invalid-search", detail);
    }
}
