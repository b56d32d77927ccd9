// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.hibp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.feed.Exposure;
import org.mailwarden.breachwatch.feed.Feed;
import org.mailwarden.breachwatch.feed.FeedItem;
import org.mailwarden.breachwatch.feed.FeedKind;
import org.mailwarden.breachwatch.feed.FeedRequest;
import org.mailwarden.breachwatch.feed.FeedSetting;
import org.mailwarden.breachwatch.feed.FeedSettings;
import org.mailwarden.breachwatch.feed.Fetched;
import org.mailwarden.breachwatch.feed.ItemListener;
import org.mailwarden.breachwatch.feed.PlainText;
import org.mailwarden.breachwatch.feed.web.FeedHttp;
import org.mailwarden.breachwatch.feed.web.NoAnswer;
import org.mailwarden.kit.secret.Secret;

/**
 * Have I Been Pwned. It asks for the newest breach first, and for the organisation's domains and addresses only when there
 * is one, or when the fleet has changed. Each request is a fetch of its own, within the key's requests a minute.
 */
@ApplicationScoped
public class HibpFeed implements Feed {

    private static final String API = "https://haveibeenpwned.com/api/v3";

    /** The licence of the data asks for it. */
    private static final String ATTRIBUTION = "Have I Been Pwned (haveibeenpwned.com, CC BY 4.0)";

    private static final int PREFIX = 6;

    private final FeedHttp http;
    private final ObjectMapper json;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /**
     * Takes what it needs.
     *
     * @param http the way to the service
     * @param json reads and writes cursors
     * @param clock for the requests a minute
     */
    public HibpFeed(FeedHttp http, ObjectMapper json, Clock clock) {
        this.http = http;
        this.json = json;
        this.clock = clock;
    }

    /** What an import has learnt and asks for once. */
    private record Known(
            HibpPlan plan,
            HibpPlan.Pace pace,
            List<String> domains,
            String reading,
            Map<String, HibpBreach> breaches) {}

    /** One request, and what its answer is about. */
    private record Step(Kind kind, String about) {

        enum Kind {
            DOMAIN,
            STEALER_DOMAIN,
            ADDRESS,
            STEALER_ADDRESS
        }

        String id() {
            return kind + " " + about;
        }
    }

    @Override
    public FeedKind kind() {
        return FeedKind.HIBP;
    }

    @Override
    public String description() {
        return "Have I Been Pwned: in which breaches and stealer logs the organisation's addresses stand."
                + " Data: CC BY 4.0, haveibeenpwned.com.";
    }

    @Override
    public List<FeedSetting> settings() {
        return List.of(
                new FeedSetting("apiKey", true, true, "The key of haveibeenpwned.com, 32 hex digits."),
                new FeedSetting(
                        "domains", false, false, "The domains to ask for; else all that are verified with the key."),
                new FeedSetting(
                        "byAddress",
                        false,
                        false,
                        "'true' asks for the addresses outside these domains too, by the first six digits of their hash"
                                + " where the plan has that."),
                new FeedSetting(
                        "sendAddresses",
                        false,
                        false,
                        "'true' allows to send whole addresses where nothing else is possible."),
                new FeedSetting("stealerLogs", false, false, "'false' leaves the stealer logs out."),
                new FeedSetting("baseUrl", false, false, "Where the API is, " + API + " unless you say otherwise."));
    }

    @Override
    public Fetched fetch(FeedRequest request, ItemListener items) {
        HibpCursor cursor = cursor(request.cursor());
        Secret key = request.settings().secret("apiKey").orElse(null);
        if (key == null) {
            return new Fetched.Refused("The secret 'apiKey' is not set.");
        }
        HibpApi api = new HibpApi(http, request.settings().value("baseUrl").orElse(API), key, clock);
        try {
            if (cursor.reading() == null) {
                String state = state(api.latest(), request.addresses(), request.settings());
                if (state.equals(cursor.seen())) {
                    return new Fetched.NothingNew(text(cursor));
                }
                cursor = cursor.read(state);
                known.remove(request.feedId());
            }
            Known learnt = learnt(request, api, String.valueOf(cursor.reading()));
            List<Step> steps = steps(request, learnt);
            int next = next(steps, cursor.done());
            if (next >= steps.size()) {
                return new Fetched.Read(text(cursor.ended()), false);
            }
            synchronized (learnt.pace()) {
                var wait = learnt.pace().ask(learnt.plan().requestsPerMinute(), clock.instant());
                if (wait.isPresent()) {
                    return new Fetched.RateLimited(wait.get(), text(cursor));
                }
            }
            return take(steps, next, cursor, api, learnt, items);
        } catch (NoAnswer none) {
            return none.at(text(cursor));
        }
    }

    private Fetched take(List<Step> steps, int next, HibpCursor cursor, HibpApi api, Known learnt, ItemListener items)
            throws NoAnswer {
        Step step = steps.get(next);
        String about = step.about();
        switch (step.kind()) {
            case DOMAIN ->
                api.breachesOfDomain(about, (alias, name) -> breach(alias + "@" + about, name, learnt, items));
            case STEALER_DOMAIN ->
                api.stealerSitesOfDomain(about, (alias, site) -> stealer(alias + "@" + about, site, items));
            case ADDRESS -> breachesOf(about, api, learnt).forEach(name -> breach(about, name, learnt, items));
            case STEALER_ADDRESS -> api.stealerSitesOf(about).forEach(site -> stealer(about, site, items));
        }
        if (items.cancelled()) {
            return new Fetched.Stopped();
        }
        boolean more = next + 1 < steps.size();
        HibpCursor behind = cursor.did(step.id());
        return new Fetched.Read(text(more ? behind : behind.ended()), more);
    }

    private static List<String> breachesOf(String address, HibpApi api, Known learnt) throws NoAnswer {
        if (!learnt.plan().includesKAnon()) {
            return api.breachesOf(address);
        }
        String hash = hex("SHA-1", address);
        return api.breachesOf(hash.substring(0, PREFIX), hash.substring(PREFIX));
    }

    private static void breach(String address, String name, Known learnt, ItemListener items) {
        HibpBreach breach = learnt.breaches().getOrDefault(name, HibpBreach.named(name));
        if (!breach.isRetired()) {
            Exposure exposure = breach.exposure();
            items.item(new FeedItem(
                    address.strip().toLowerCase(Locale.ROOT),
                    exposure,
                    "breach " + PlainText.of(name),
                    ATTRIBUTION + ", breach " + PlainText.of(name)));
        }
    }

    private static void stealer(String address, String site, ItemListener items) {
        String known = PlainText.of(site);
        items.item(new FeedItem(
                address.strip().toLowerCase(Locale.ROOT),
                new Exposure.StealerLog(known, null),
                "stealer log " + known,
                ATTRIBUTION + ", stealer logs"));
    }

    private Known learnt(FeedRequest request, HibpApi api, String reading) throws NoAnswer {
        Known before = known.get(request.feedId());
        if (before != null && before.reading().equals(reading)) {
            return before;
        }
        HibpPlan plan = api.plan();
        List<String> subscribed = api.domains();
        List<String> wanted = request.settings().list("domains");
        for (String domain : wanted) {
            if (!isDomain(domain)) {
                throw NoAnswer.refused(
                        "One of the feed's domains is none. Write them as example.org, with commas" + " between them.");
            }
            if (!subscribed.contains(domain)) {
                throw NoAnswer.refused("The domain " + domain + " is not verified at Have I Been Pwned. Verify it"
                        + " on its domain search page, or take it out of the feed's domains.");
            }
        }
        Known now =
                new Known(plan, new HibpPlan.Pace(), wanted.isEmpty() ? subscribed : wanted, reading, api.breaches());
        known.put(request.feedId(), now);
        return now;
    }

    private static List<Step> steps(FeedRequest request, Known learnt) {
        FeedSettings settings = request.settings();
        boolean stealer = learnt.plan().includesStealerLogs()
                && !"false".equalsIgnoreCase(settings.value("stealerLogs").orElse("true"));
        boolean whole = settings.on("sendAddresses");
        List<Step> steps = new ArrayList<>();
        for (String domain : learnt.domains()) {
            steps.add(new Step(Step.Kind.DOMAIN, domain));
            if (stealer) {
                steps.add(new Step(Step.Kind.STEALER_DOMAIN, domain));
            }
        }
        Set<String> covered = Set.copyOf(learnt.domains());
        if (settings.on("byAddress")) {
            for (String address : request.addresses()) {
                if (covered.contains(address.substring(address.lastIndexOf('@') + 1))) {
                    continue;
                }
                if (learnt.plan().includesKAnon() || whole) {
                    steps.add(new Step(Step.Kind.ADDRESS, address));
                }
                if (stealer && whole) {
                    steps.add(new Step(Step.Kind.STEALER_ADDRESS, address));
                }
            }
        }
        return steps;
    }

    private static int next(List<Step> steps, @Nullable String done) {
        for (int i = 0; done != null && i < steps.size(); i++) {
            if (steps.get(i).id().equals(done)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** What makes it worth while to ask again: a new breach, other addresses, other settings. */
    private static String state(HibpBreach latest, Collection<String> addresses, FeedSettings settings) {
        return hex(
                "SHA-256",
                latest.name() + "|" + latest.addedDate() + "|" + String.join(",", addresses) + "|"
                        + new TreeMap<>(settings.values()));
    }

    private static boolean isDomain(String text) {
        return text.length() <= 253
                && text.indexOf('.') > 0
                && text.chars().allMatch(c -> c == '.' || c == '-' || c < 128 && Character.isLetterOrDigit(c));
    }

    private static String hex(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }

    private HibpCursor cursor(@Nullable String text) {
        try {
            return Optional.ofNullable(text == null ? null : json.readValue(text, HibpCursor.class))
                    .orElse(HibpCursor.START);
        } catch (JsonProcessingException e) {
            return HibpCursor.START;
        }
    }

    private String text(HibpCursor cursor) {
        try {
            return json.writeValueAsString(cursor);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Three texts are JSON", e);
        }
    }
}
