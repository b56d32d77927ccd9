// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.gateway;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which service owns which path. Pure: knows no request, only its path. */
public final class Routes {

    private static final String API = "/api/v1/";
    /** The single search has a prefix behind it, many at once have none. */
    private static final String RANGE = "/range";

    private static final Pattern WITHIN_AN_ACCOUNT = Pattern.compile("accounts/[^/]+/([^/]+)");

    /** The fetcher owns accounts; auth writes to their owners, and breach-watch knows what happened at their doors. */
    private static final Map<String, Upstream> OWNERS_WITHIN_AN_ACCOUNT =
            Map.of("credential-link", Upstream.AUTH, "logins", Upstream.BREACH_WATCH, "devices", Upstream.BREACH_WATCH);

    private static final Map<String, Upstream> OWNERS = Map.ofEntries(
            Map.entry("accounts", Upstream.FETCHER),
            Map.entry("hosts", Upstream.FETCHER),
            Map.entry("logins", Upstream.BREACH_WATCH),
            Map.entry("breaches", Upstream.BREACH_WATCH),
            Map.entry("corpora", Upstream.BREACH_WATCH),
            Map.entry("feeds", Upstream.BREACH_WATCH),
            Map.entry("findings", Upstream.BREACH_WATCH),
            Map.entry("import-files", Upstream.BREACH_WATCH),
            Map.entry("jobs", Upstream.BREACH_WATCH),
            Map.entry("posture", Upstream.BREACH_WATCH),
            Map.entry("remediations", Upstream.AUTH),
            Map.entry("policies", Upstream.AUTH),
            Map.entry("api-keys", Upstream.AUTH),
            Map.entry("doctor", Upstream.AUTH),
            Map.entry("letters", Upstream.AUTH),
            Map.entry("people", Upstream.AUTH),
            Map.entry("sources", Upstream.AUTH),
            Map.entry("dead-letters", Upstream.AUTH),
            Map.entry("audit", Upstream.AUTH));

    /** What the console answers itself, to whoever may pass. */
    private static final Set<String> OURS = Set.of("stream", "events", "lag", "openapi");

    /** What everybody may ask about themselves: the service goes by whose token it is, not by a role. */
    private static final String ME = API + "me/";

    private static final Map<String, Upstream> OWNERS_OF_ME = Map.ofEntries(Map.entry("app-passwords", Upstream.AUTH));

    private Routes() {}

    /**
     * Whether a path is about the caller alone, so that no role of the product is needed for it.
     *
     * @param path the path of a request without its query, dot segments already removed
     * @return true for whoever is signed in
     */
    public static boolean isAboutTheCaller(String path) {
        return path.startsWith(ME);
    }

    /**
     * Whether the console answers a path itself.
     *
     * @param path the path of a request without its query, dot segments already removed
     * @return true when no service does
     */
    public static boolean isOurs(String path) {
        return path.startsWith(API) && OURS.contains(first(path.substring(API.length())));
    }

    /**
     * Finds the owner of a path.
     *
     * @param path the path of a request without its query, dot segments already removed
     * @return the owner, or nothing when no service answers there
     */
    public static Optional<Upstream> ownerOf(String path) {
        if (hidesASeparator(path)) {
            return Optional.empty();
        }
        if (path.equals(RANGE) || path.startsWith(RANGE + "/")) {
            return Optional.of(Upstream.BREACH_WATCH);
        }
        if (!path.startsWith(API)) {
            return Optional.empty();
        }
        Matcher within = WITHIN_AN_ACCOUNT.matcher(path.substring(API.length()));
        if (within.matches() && OWNERS_WITHIN_AN_ACCOUNT.containsKey(within.group(1))) {
            return Optional.of(OWNERS_WITHIN_AN_ACCOUNT.get(within.group(1)));
        }
        return isAboutTheCaller(path)
                ? Optional.ofNullable(OWNERS_OF_ME.get(first(path.substring(ME.length()))))
                : Optional.ofNullable(OWNERS.get(first(path.substring(API.length()))));
    }

    private static String first(String segments) {
        int slash = segments.indexOf('/');
        return slash < 0 ? segments : segments.substring(0, slash);
    }

    // A separator in disguise means one path to the gateway and another one to the service behind it.
    private static boolean hidesASeparator(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.contains("%2f")
                || lower.contains("%5c")
                || lower.contains("\\")
                || lower.contains("/../")
                || lower.endsWith("/..");
    }
}
