// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mailwarden.breachwatch.support.LoopbackServer.Request;

/**
 * Have I Been Pwned, API version 3, as its documentation describes it: every endpoint, the test accounts, keys, plans,
 * verified domains, statuses and their texts; and faults on demand.
 */
public final class HibpStandIn implements AutoCloseable {

    /** The domain of the test accounts. */
    public static final String TEST_DOMAIN = "hibp-integration-tests.com";

    /** The key for the test accounts. */
    public static final String TEST_KEY = "0".repeat(32);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LoopbackServer server = LoopbackServer.start(this::answer);
    private final Map<String, Map<String, Object>> breaches = new ConcurrentHashMap<>();
    private final Map<String, TreeSet<String>> breached = new ConcurrentHashMap<>();
    private final Map<String, TreeSet<String>> stolen = new ConcurrentHashMap<>();
    private final List<String> domains = new CopyOnWriteArrayList<>(List.of(TEST_DOMAIN));
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, LoopbackServer.Script> faults = new ConcurrentHashMap<>();
    private final Map<String, Object> plan = new ConcurrentHashMap<>();
    private volatile String key = TEST_KEY;
    private volatile String latest = "";

    /** Starts it with the test accounts. */
    public HibpStandIn() {
        plan.putAll(
                Map.of("SubscriptionName", "Pro 1", "Rpm", 1000, "IncludesStealerLogs", true, "IncludesKAnon", true));
        breach("Adobe", "2013-10-04", List.of("Email addresses", "Password hints", "Passwords", "Usernames"));
        breach("Gawker", "2010-12-11", List.of("Email addresses", "Passwords", "Usernames"));
        breach("Stratfor", "2011-12-24", List.of("Email addresses", "Names"));
        mark(breach("Unverified", "2015-01-01", List.of("Email addresses", "Passwords")), "IsVerified", false);
        mark(breach("Stealer", "2025-02-01", List.of("Email addresses", "Passwords")), "IsStealerLog", true);
        mark(breach("SpamList", "2016-10-08", List.of("Email addresses")), "IsSpamList", true);
        mark(breach("FreeOne", "2017-01-01", List.of("Email addresses")), "IsSubscriptionFree", true);
        mark(breach("Retired", "2012-01-01", List.of("Email addresses")), "IsRetired", true);
        mark(breach("Sensitive", "2015-07-19", List.of("Email addresses")), "IsSensitive", true);
        test("account-exists", "Adobe");
        test("multiple-breaches", "Adobe", "Gawker", "Stratfor");
        test("not-active-and-active-breach", "Adobe", "Retired");
        test("not-active-breach", "Retired");
        test("opt-out");
        test("opt-out-breach");
        test("permanent-opt-out");
        test("paste-sensitive-breach", "Sensitive");
        test("sensitive-breach", "Sensitive");
        test("sensitive-and-other-breaches", "Sensitive", "Adobe", "Gawker");
        test("unverified-breach", "Unverified");
        test("stealer-log", "Stealer");
        test("spam-list-only", "SpamList");
        test("spam-list-and-others", "SpamList", "Adobe");
        test("subscription-free-breach", "FreeOne");
        test("subscription-free-and-other-breaches", "FreeOne", "Adobe", "Gawker");
        stolen("stealer-log@" + TEST_DOMAIN, "netflix.com");
        latest = "Adobe";
    }

    /** Where the API is. */
    public String base() {
        return server.uri() + "/api/v3";
    }

    /** What was asked. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Changes what the key's plan includes. */
    public void plan(String name, Object value) {
        plan.put(name, value);
    }

    /** Verifies a domain for the key. */
    public void verify(String domain) {
        domains.add(domain);
    }

    /** Publishes a breach, which is the newest from now on. */
    public String breach(String name, String day, List<String> data) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("Name", name);
        model.put("Title", name);
        model.put("Domain", name.toLowerCase(Locale.ROOT) + ".example");
        model.put("BreachDate", day);
        model.put("AddedDate", "2026-01-01T00:00:%02dZ".formatted(breaches.size() % 60));
        model.put("ModifiedDate", "2026-01-01T00:00:00Z");
        model.put("PwnCount", 12345);
        model.put("Description", "A <a href=\"https://" + name + ".example\">site</a>.<script>alert(1)</script>");
        model.put("LogoPath", "https://logos.example/" + name + ".png");
        model.put("Attribution", null);
        model.put("DataClasses", data);
        for (String flag : List.of(
                "IsFabricated",
                "IsSensitive",
                "IsRetired",
                "IsSpamList",
                "IsMalware",
                "IsStealerLog",
                "IsSubscriptionFree")) {
            model.put(flag, false);
        }
        model.put("IsVerified", true);
        model.put("SomethingOfNextYear", Map.of("a", List.of(1)));
        breaches.put(name, model);
        latest = name;
        return name;
    }

    /** Sets what is said of a breach. */
    public void mark(String name, String flag, Object value) {
        breaches.get(name).put(flag, value);
    }

    /** Puts an address into breaches. */
    public void breached(String address, String... names) {
        breached.computeIfAbsent(address, a -> new TreeSet<>()).addAll(List.of(names));
    }

    /** Puts an address into stealer logs. */
    public void stolen(String address, String... sites) {
        stolen.computeIfAbsent(address, a -> new TreeSet<>()).addAll(List.of(sites));
    }

    /** Misbehaves wherever a path begins so, until it is mended. */
    public void fail(String path, LoopbackServer.Script script) {
        faults.put(path, script);
    }

    /** Behaves again. */
    public void mend() {
        faults.clear();
    }

    /** Accepts another key alone. */
    public void key(String other) {
        key = other;
    }

    private void test(String alias, String... names) {
        breached(alias + "@" + TEST_DOMAIN, names);
    }

    private void answer(Request request, OutputStream out) throws IOException {
        requests.add(request);
        String target = request.target();
        String path = target.split("\\?")[0].toLowerCase(Locale.ROOT).replaceFirst("^/api/v3", "");
        Optional<LoopbackServer.Script> fault = faults.entrySet().stream()
                .filter(entry -> path.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        if (fault.isPresent()) {
            fault.get().answer(request, out);
            return;
        }
        if (request.headers().getOrDefault("user-agent", "").isEmpty()) {
            LoopbackServer.send(
                    out, 403, Map.of("CF-RAY", "8c0ffee"), "<html>no agent</html>".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String last = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8)
                .strip();
        boolean keyless = path.equals("/breaches")
                || path.startsWith("/breach/")
                || path.equals("/latestbreach")
                || path.equals("/dataclasses");
        String given = request.headers().getOrDefault("hibp-api-key", "");
        if (!keyless && !given.equals(key)) {
            String why = given.isEmpty() ? "missing" : given.matches("[0-9a-f]{32}") ? "invalid" : "improperly formed";
            error(out, 401, "Access denied due to " + why + " hibp-api-key.");
            return;
        }
        if (path.equals("/breaches")) {
            json(out, List.copyOf(new TreeMap<>(breaches).values()));
        } else if (path.startsWith("/breach/")) {
            found(
                    out,
                    breaches.values().stream()
                            .filter(model -> last.equalsIgnoreCase((String) model.get("Name")))
                            .findFirst()
                            .orElse(null));
        } else if (path.equals("/latestbreach")) {
            json(out, breaches.get(latest));
        } else if (path.equals("/dataclasses")) {
            TreeSet<Object> classes = new TreeSet<>();
            breaches.values().forEach(model -> classes.addAll((List<?>) model.get("DataClasses")));
            json(out, classes);
        } else if (path.equals("/subscription/status")) {
            json(out, plan);
        } else if (path.equals("/subscribeddomains")) {
            json(
                    out,
                    domains.stream().map(domain -> Map.of("DomainName", domain)).toList());
        } else if (path.startsWith("/breachedaccount/range/")) {
            range(out, last);
        } else if (path.startsWith("/breachedaccount/")) {
            account(out, last, !target.contains("truncateResponse=false"));
        } else if (path.startsWith("/pasteaccount/")) {
            found(
                    out,
                    last.startsWith("account-exists") || last.startsWith("paste-sensitive")
                            ? List.of(Map.of("Source", "Pastebin", "Id", "abc", "EmailCount", 3))
                            : null);
        } else if (path.startsWith("/breacheddomain/")) {
            domain(out, last, breached);
        } else if (path.startsWith("/stealerlogsbyemaildomain/")) {
            stealer(out, () -> domain(out, last, stolen));
        } else if (path.startsWith("/stealerlogsbywebsitedomain/")) {
            stealer(
                    out,
                    () -> found(
                            out,
                            stolen.entrySet().stream()
                                    .filter(entry -> entry.getValue().contains(last))
                                    .map(Map.Entry::getKey)
                                    .toList()));
        } else if (path.startsWith("/stealerlogsbyemail/")) {
            stealer(out, () -> found(out, stolen.get(last)));
        } else {
            LoopbackServer.send(out, 404, Map.of(), new byte[0]);
        }
    }

    private interface Answering {
        void run() throws IOException;
    }

    private void stealer(OutputStream out, Answering answering) throws IOException {
        if (Boolean.TRUE.equals(plan.get("IncludesStealerLogs"))) {
            answering.run();
        } else {
            error(out, 403, "Your subscription does not include stealer logs.");
        }
    }

    private void account(OutputStream out, String address, boolean truncated) throws IOException {
        if (address.indexOf('@') < 0) {
            error(out, 400, "Invalid account.");
            return;
        }
        List<Object> found = new ArrayList<>();
        for (String name : breached.getOrDefault(address, new TreeSet<>())) {
            Map<String, Object> model = breaches.get(name);
            if (Boolean.FALSE.equals(model.get("IsSensitive")) && Boolean.FALSE.equals(model.get("IsRetired"))) {
                found.add(truncated ? Map.of("Name", name) : model);
            }
        }
        found(out, found.isEmpty() ? null : found);
    }

    private void range(OutputStream out, String prefix) throws IOException {
        if (!Boolean.TRUE.equals(plan.get("IncludesKAnon"))) {
            error(out, 403, "Your subscription does not include k-anonymity searches.");
            return;
        }
        List<Object> entries = new ArrayList<>();
        breached.forEach((address, names) -> {
            String hash = Person.sha1(address);
            if (hash.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                entries.add(Map.of("hashSuffix", hash.substring(6), "websites", names));
            }
        });
        entries.add(Map.of("hashSuffix", "F".repeat(34), "websites", List.of("Adobe")));
        json(out, entries);
    }

    private void domain(OutputStream out, String domain, Map<String, TreeSet<String>> data) throws IOException {
        if (!domains.contains(domain)) {
            error(out, 403, "Domain not verified.");
            return;
        }
        Map<String, Object> aliases = new TreeMap<>();
        data.forEach((address, names) -> {
            if (address.endsWith("@" + domain) && !names.isEmpty()) {
                aliases.put(address.substring(0, address.indexOf('@')), names);
            }
        });
        found(out, aliases.isEmpty() ? null : aliases);
    }

    private static void found(OutputStream out, Object answer) throws IOException {
        if (answer == null) {
            LoopbackServer.send(out, 404, Map.of(), new byte[0]);
        } else {
            json(out, answer);
        }
    }

    private static void json(OutputStream out, Object answer) throws IOException {
        LoopbackServer.sendJson(out, 200, text(answer));
    }

    /** An error as the service words it. */
    public static void error(OutputStream out, int status, String message) throws IOException {
        LoopbackServer.sendJson(out, status, text(Map.of("statusCode", status, "message", message)));
    }

    private static String text(Object answer) {
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its address. */
    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }
}
