// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;

/** Reads SRV and MX records (RFC 2782, RFC 6186, RFC 5321). Pure. */
final class ServiceRecords {

    private static final Pattern SRV = Pattern.compile("(\\d{1,5}) (\\d{1,5}) (\\d{1,5}) ([A-Za-z0-9._-]{1,254})");
    private static final Pattern MX = Pattern.compile("(\\d{1,5}) ([A-Za-z0-9._-]{1,254})");

    private ServiceRecords() {}

    /**
     * A service that a domain may offer.
     *
     * @param label as in the name of the record
     * @param protocol what it is
     * @param security how it is protected
     */
    record Service(String label, Protocol protocol, Security security) {

        static final List<Service> ALL = List.of(
                new Service("_imaps._tcp", Protocol.IMAP, Security.TLS),
                new Service("_imap._tcp", Protocol.IMAP, Security.STARTTLS),
                new Service("_pop3s._tcp", Protocol.POP3, Security.TLS),
                new Service("_pop3._tcp", Protocol.POP3, Security.STARTTLS));
    }

    private record Target(int priority, int weight, int port, String host) {}

    /** The proposals of a service, by priority; a target of "." says that the domain does not offer it. */
    static List<Candidate> candidates(Service service, List<String> records, MailAddress address) {
        return records.stream()
                .map(ServiceRecords::target)
                .filter(Objects::nonNull)
                .filter(target -> !target.host().isEmpty() && target.port() > 0 && target.port() < 65_536)
                .sorted(Comparator.comparingInt(Target::priority)
                        .thenComparing(Comparator.comparingInt(Target::weight).reversed()))
                .map(target -> candidate(service, target, address))
                .toList();
    }

    private static Candidate candidate(Service service, Target target, MailAddress address) {
        boolean own = target.host().equals(address.domain()) || target.host().endsWith("." + address.domain());
        // RFC 6186 section 6: the DNS is not protected, so a name outside the domain needs a person's word.
        String hint = own
                ? null
                : "The records of " + address.domain()
                        + " name a server of another domain: make sure that it is yours.";
        return new Candidate(
                service.protocol(),
                target.host(),
                target.port(),
                service.security(),
                address.whole(),
                List.of(),
                Source.SRV,
                Confidence.MEDIUM,
                hint);
    }

    private static @Nullable Target target(String record) {
        Matcher parts = SRV.matcher(record);
        return parts.matches()
                ? new Target(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)),
                        host(parts.group(4)))
                : null;
    }

    /** The hosts that receive mail, by preference. */
    static List<String> receivers(List<String> records) {
        return records.stream()
                .map(MX::matcher)
                .filter(Matcher::matches)
                .sorted(Comparator.comparingInt(parts -> Integer.parseInt(parts.group(1))))
                .map(parts -> host(parts.group(2)))
                .filter(host -> !host.isEmpty())
                .toList();
    }

    private static String host(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
