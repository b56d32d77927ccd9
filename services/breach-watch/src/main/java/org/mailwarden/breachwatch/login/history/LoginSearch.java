// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginAnswer;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;

/** Searches the history of sign-ins, the newest first. Safe for many threads. */
@ApplicationScoped
@Transactional
public class LoginSearch {

    private static final String COLUMNS = """
            login_id, account_id, username, source, reporter, protocol, host, port, host(remote_address) as remote,
            mechanism, session_id, client, secured, tls_protocol, succeeded, failure, detail, password_tag, retired, answer,
            answer_reason, occurred_at, country, city, latitude, longitude, network, array_to_string(marks, ',') as marked,
            client_name""";

    private static final List<Export.Column<LoginView>> CELLS = List.of(
            new Export.Column<>("loginId", LoginView::loginId),
            new Export.Column<>("occurredAt", LoginView::occurredAt),
            new Export.Column<>("accountId", LoginView::accountId),
            new Export.Column<>("username", LoginView::username),
            new Export.Column<>("succeeded", LoginView::succeeded),
            new Export.Column<>("failure", LoginView::failure),
            new Export.Column<>("detail", LoginView::detail),
            new Export.Column<>("source", LoginView::source),
            new Export.Column<>("reporter", LoginView::reporter),
            new Export.Column<>("protocol", LoginView::protocol),
            new Export.Column<>("host", LoginView::host),
            new Export.Column<>("port", LoginView::port),
            new Export.Column<>("remoteAddress", LoginView::remoteAddress),
            new Export.Column<>("country", LoginView::country),
            new Export.Column<>("city", LoginView::city),
            new Export.Column<>("latitude", LoginView::latitude),
            new Export.Column<>("longitude", LoginView::longitude),
            new Export.Column<>("network", LoginView::network),
            new Export.Column<>("marks", view -> String.join("\n", view.marks())),
            new Export.Column<>("client", LoginView::client),
            new Export.Column<>("clientName", LoginView::clientName),
            new Export.Column<>("mechanism", LoginView::mechanism),
            new Export.Column<>("sessionId", LoginView::sessionId),
            new Export.Column<>("secured", LoginView::secured),
            new Export.Column<>("tlsProtocol", LoginView::tlsProtocol),
            new Export.Column<>("retired", LoginView::retired),
            new Export.Column<>("answer", LoginView::answer),
            new Export.Column<>("answerReason", LoginView::answerReason));

    private final EntityManager entities;
    private final Export<LoginView> export;

    LoginSearch(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.export = new Export<>(json, CELLS);
    }

    /**
     * Searches.
     *
     * @param parameters of the request
     * @param account the account that is meant; absent when the parameters say
     * @return a page
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when a parameter is not understood
     */
    public Page<LoginView> list(Map<String, List<String>> parameters, @Nullable UUID account) {
        LoginFilter asked = new LoginFilter(parameters, account, "limit", "after");
        asked.one("after").ifPresent(text -> after(asked, text));
        return page(asked, limit(asked));
    }

    /**
     * Prepares an export of all that is meant: a sign-in is in it at most once, and what is kept after the beginning is not
     * in it unless it happened before what was written by then.
     *
     * @param parameters of the request, with a {@code format}: {@code csv}, {@code json} or {@code ndjson}
     * @param account the account that is meant; absent when the parameters say
     * @param format as what
     * @return what writes them
     */
    public Export.Body export(Map<String, List<String>> parameters, @Nullable UUID account, Export.Format format) {
        return export.of(
                page(new LoginFilter(parameters, account, "format"), Export.PAGE),
                last -> {
                    LoginFilter rest = new LoginFilter(parameters, account, "format");
                    rest.after(last.occurredAt(), last.loginId());
                    return page(rest, Export.PAGE);
                },
                format);
    }

    @SuppressWarnings("unchecked")
    private Page<LoginView> page(LoginFilter asked, int limit) {
        Query query = entities.createNativeQuery(
                "select " + COLUMNS + " from login where " + asked.conditions()
                        + " order by occurred_at desc, login_id desc limit :limit",
                Tuple.class);
        List<Tuple> rows = asked.bind(query).setParameter("limit", limit + 1).getResultList();
        return Page.of(rows.stream().map(LoginSearch::view).toList(), limit, LoginSearch::cursor);
    }

    private static int limit(LoginFilter asked) {
        try {
            return Page.limit(asked.one("limit").map(Integer::valueOf).orElse(null));
        } catch (NumberFormatException e) {
            throw LoginFilter.refused("'limit' is no number.");
        }
    }

    private static void after(LoginFilter asked, String text) {
        int mark = text.lastIndexOf('_');
        try {
            asked.after(Instant.parse(text.substring(0, Math.max(0, mark))), UUID.fromString(text.substring(mark + 1)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Problems.invalidAfter();
        }
    }

    private static String cursor(LoginView last) {
        return last.occurredAt() + "_" + last.loginId();
    }

    private static LoginView view(Tuple row) {
        String failure = row.get("failure", String.class);
        String answer = row.get("answer", String.class);
        String marks = row.get("marked", String.class);
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
                row.get("occurred_at", Instant.class),
                row.get("country", String.class),
                row.get("city", String.class),
                row.get("latitude", Double.class),
                row.get("longitude", Double.class),
                row.get("network", String.class),
                marks == null || marks.isEmpty() ? List.of() : Arrays.asList(marks.split(",", -1)),
                row.get("client_name", String.class));
    }
}
