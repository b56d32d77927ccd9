// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginAnswer;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.kit.egress.Network;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;

/** Searches the history of sign-ins, the newest first. Safe for many threads. */
@ApplicationScoped
@Transactional
public class LoginSearch {

    private static final Set<String> KNOWN = new TreeSet<>(List.of(
            "accountId",
            "username",
            "source",
            "reporter",
            "protocol",
            "address",
            "succeeded",
            "failure",
            "answer",
            "retired",
            "from",
            "to",
            "limit",
            "after"));
    private static final String COLUMNS = """
            login_id, account_id, username, source, reporter, protocol, host, port, host(remote_address) as remote,
            mechanism, session_id, client, secured, tls_protocol, succeeded, failure, detail, password_tag, retired, answer,
            answer_reason, occurred_at""";

    private final EntityManager entities;

    LoginSearch(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Searches.
     *
     * @param parameters of the request
     * @param account the account that is meant; absent when the parameters say
     * @return a page
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when a parameter is not understood
     */
    @SuppressWarnings("unchecked")
    public Page<LoginView> list(Map<String, List<String>> parameters, @Nullable UUID account) {
        Asked asked = new Asked(parameters);
        if (account != null) {
            asked.where("account_id = :accountId", "accountId", account);
        }
        int limit = asked.limit();
        Query query = entities.createNativeQuery(
                "select " + COLUMNS + " from login " + asked.conditions()
                        + " order by occurred_at desc, login_id desc limit :limit",
                Tuple.class);
        asked.values.forEach(query::setParameter);
        List<Tuple> rows = query.setParameter("limit", limit + 1).getResultList();
        return Page.of(rows.stream().map(LoginSearch::view).toList(), limit, LoginSearch::cursor);
    }

    private static String cursor(LoginView last) {
        return last.occurredAt() + "_" + last.loginId();
    }

    private static LoginView view(Tuple row) {
        String failure = row.get("failure", String.class);
        String answer = row.get("answer", String.class);
        return new LoginView(
                row.get("login_id", UUID.class),
                row.get("account_id", UUID.class),
                row.get("username", String.class),
                LoginSource.valueOf(row.get("source", String.class)),
                row.get("reporter", String.class),
                row.get("protocol", String.class),
                row.get("host", String.class),
                row.get("port", Integer.class),
                row.get("remote", String.class),
                row.get("mechanism", String.class),
                row.get("session_id", String.class),
                row.get("client", String.class),
                row.get("secured", Boolean.class),
                row.get("tls_protocol", String.class),
                row.get("succeeded", Boolean.class),
                failure == null ? null : LoginFailure.valueOf(failure),
                row.get("detail", String.class),
                row.get("password_tag", String.class),
                row.get("retired", Boolean.class),
                answer == null ? null : LoginAnswer.valueOf(answer),
                row.get("answer_reason", String.class),
                row.get("occurred_at", Instant.class));
    }

    /** The parameters, as conditions. */
    private static final class Asked {

        private final Map<String, List<String>> parameters;
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> values = new LinkedHashMap<>();

        Asked(Map<String, List<String>> parameters) {
            this.parameters = parameters;
            parameters.forEach((name, sent) -> {
                if (!KNOWN.contains(name)) {
                    throw refused("There is no parameter of this name. There are: " + String.join(", ", KNOWN) + ".");
                }
                if (sent.size() != 1 || sent.getFirst().length() > 400) {
                    throw refused("'" + name + "' is there more than once, or too long.");
                }
            });
            text("username", "lower(username) = lower(:username)");
            text("reporter", "reporter = :reporter");
            text("protocol", "protocol = upper(:protocol)");
            oneOf("source", LoginSource.values());
            oneOf("failure", LoginFailure.values());
            oneOf("answer", LoginAnswer.values());
            flag("succeeded");
            flag("retired");
            one("accountId").ifPresent(text -> where("account_id = :accountId", "accountId", uuid(text)));
            one("address").ifPresent(this::address);
            one("from").ifPresent(text -> where("occurred_at >= :from", "from", time("from", text)));
            one("to").ifPresent(text -> where("occurred_at < :to", "to", time("to", text)));
            one("after").ifPresent(this::after);
        }

        int limit() {
            try {
                return Page.limit(one("limit").map(Integer::valueOf).orElse(null));
            } catch (NumberFormatException e) {
                throw refused("'limit' is no number.");
            }
        }

        String conditions() {
            return conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        }

        void where(String condition, String name, Object value) {
            conditions.add(condition);
            values.put(name, value);
        }

        private java.util.Optional<String> one(String name) {
            return java.util.Optional.ofNullable(parameters.get(name)).map(List::getFirst);
        }

        private void text(String name, String condition) {
            one(name).ifPresent(text -> {
                if (text.chars().anyMatch(Character::isISOControl)) {
                    throw refused("'" + name + "' has control characters in it.");
                }
                where(condition, name, text);
            });
        }

        private void oneOf(String name, Enum<?>... constants) {
            one(name).ifPresent(text -> {
                String upper = text.toUpperCase(Locale.ROOT);
                List<String> names = Arrays.stream(constants).map(Enum::name).toList();
                if (!names.contains(upper)) {
                    throw refused("'" + name + "' is none of: " + String.join(", ", names) + ".");
                }
                where(name + " = :" + name, name, upper);
            });
        }

        private void flag(String name) {
            one(name).ifPresent(text -> {
                if (!text.equals("true") && !text.equals("false")) {
                    throw refused("'" + name + "' must be true or false.");
                }
                where(name + " = :" + name, name, Boolean.valueOf(text));
            });
        }

        private void address(String text) {
            try {
                if (text.contains("/")) {
                    Network.of(text);
                } else {
                    InetAddress.ofLiteral(text);
                }
            } catch (IllegalArgumentException e) {
                throw refused("'address' is neither an IP address in digits nor a network such as 203.0.113.0/24.");
            }
            where("remote_address <<= cast(:address as inet)", "address", text);
        }

        private void after(String text) {
            int mark = text.lastIndexOf('_');
            try {
                where(
                        "(occurred_at, login_id) < (:afterTime, :afterId)",
                        "afterTime",
                        Instant.parse(text.substring(0, Math.max(0, mark))));
                values.put("afterId", UUID.fromString(text.substring(mark + 1)));
            } catch (DateTimeException | IllegalArgumentException e) {
                throw Problems.invalidAfter();
            }
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

        private static RuntimeException refused(String detail) {
            return Problems.of(400, "invalid-search", detail);
        }
    }
}
