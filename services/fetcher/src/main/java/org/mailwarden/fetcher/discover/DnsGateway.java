// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailwarden.fetcher.FetcherConfig;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;

/** The one talker to the DNS for records that are not addresses. Blocks for at most some seconds; any thread. */
@ApplicationScoped
public class DnsGateway {

    private static final int MOST_RECORDS = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Optional<String> server;

    @Inject
    DnsGateway(FetcherConfig config) {
        this(config.dnsServer());
    }

    DnsGateway(Optional<String> server) {
        this.server = server;
    }

    /**
     * Asks.
     *
     * @param name a name in the form of the DNS
     * @param type of {@link org.xbill.DNS.Type}, SRV, MX or TXT
     * @return its records
     */
    public DnsAnswer ask(String name, int type) {
        try {
            Lookup lookup = new Lookup(Name.fromString(name, Name.root), type);
            lookup.setResolver(resolver());
            // A person who has just mended a record wants to see it.
            lookup.setCache(null);
            Record[] records = lookup.run();
            return switch (lookup.getResult()) {
                case Lookup.SUCCESSFUL ->
                    new DnsAnswer.Records(Stream.of(records)
                            .limit(MOST_RECORDS)
                            .map(Record::rdataToString)
                            .toList());
                case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> new DnsAnswer.None();
                default -> new DnsAnswer.Unavailable();
            };
        } catch (IOException failed) {
            return new DnsAnswer.Unavailable();
        }
    }

    private Resolver resolver() throws IOException {
        Resolver resolver = server.isPresent() ? named(server.get()) : new ExtendedResolver();
        resolver.setTimeout(PATIENCE);
        return resolver;
    }

    private static Resolver named(String server) throws IOException {
        URI address = URI.create("dns://" + server);
        SimpleResolver resolver = new SimpleResolver(address.getHost());
        if (address.getPort() > 0) {
            resolver.setPort(address.getPort());
        }
        return resolver;
    }
}
