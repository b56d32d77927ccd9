// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mailwarden.fetcher.session.WebFetch;
import org.mailwarden.fetcher.session.WebFetch.Fetched;

/** The one talker to the autoconfig documents of domains, at the two places where mail programs look for them. */
@ApplicationScoped
public class AutoconfigGateway {

    private final WebFetch web;

    AutoconfigGateway(WebFetch web) {
        this.web = web;
    }

    /** What a domain publishes. */
    sealed interface Published {

        /** Its settings, at least one server. */
        record Settings(List<Candidate> candidates) implements Published {}

        /** It publishes nothing, for this reason. */
        record Nothing(String detail) implements Published {}

        /** It could not be asked, for this reason. */
        record Unavailable(String detail) implements Published {}
    }

    Published ask(MailAddress address) {
        String query = "?emailaddress=" + URLEncoder.encode(address.whole(), StandardCharsets.UTF_8);
        Published first =
                ask(URI.create("https://autoconfig." + address.domain() + "/mail/config-v1.1.xml" + query), address);
        if (first instanceof Published.Settings) {
            return first;
        }
        Published second = ask(
                URI.create("https://" + address.domain() + "/.well-known/autoconfig/mail/config-v1.1.xml" + query),
                address);
        return second instanceof Published.Nothing ? first : second;
    }

    private Published ask(URI uri, MailAddress address) {
        return switch (web.get(uri)) {
            case Fetched.Absent() -> new Published.Nothing("There is no autoconfig document at " + uri.getHost() + ".");
            case Fetched.Failed(String sentence) ->
                new Published.Unavailable(
                        "The autoconfig document of " + uri.getHost() + " could not be had: " + sentence + ".");
            case Fetched.Document(var content) -> {
                try {
                    List<Candidate> found = Autoconfig.read(content, address);
                    yield found.isEmpty()
                            ? new Published.Nothing("The autoconfig document of " + uri.getHost()
                                    + " names no server that is protected by TLS.")
                            : new Published.Settings(found);
                } catch (Autoconfig.Unreadable unreadable) {
                    yield new Published.Unavailable("The autoconfig document of " + uri.getHost() + " cannot be used: "
                            + unreadable.getMessage() + ".");
                }
            }
        };
    }
}
