// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.fetcher.discover.SourceAnswer.Outcome;
import org.mailwarden.kit.egress.Egress;
import org.xbill.DNS.Type;

/** Asks every source for the settings of an address, the slow ones at the same time. */
@ApplicationScoped
public class Discoverer {

    private final AutoconfigGateway autoconfig;
    private final DnsGateway dns;
    private final Egress egress;

    Discoverer(AutoconfigGateway autoconfig, DnsGateway dns, Egress egress) {
        this.autoconfig = autoconfig;
        this.dns = dns;
        this.egress = egress;
    }

    private record Found(SourceAnswer answer, List<Candidate> candidates) {

        static Found nothing(Source source, Outcome outcome, String detail) {
            return new Found(new SourceAnswer(source, outcome, detail), List.of());
        }
    }

    /**
     * Finds settings. Nothing is signed in to.
     *
     * @param address whose
     * @return proposals, and what each source said
     */
    Discovery discover(MailAddress address) {
        @Nullable Provider provider = Presets.ofDomain(address.domain()).orElse(null);
        if (provider != null) {
            return known(address, provider);
        }
        List<Found> found = new ArrayList<>();
        found.add(
                Found.nothing(Source.PRESET, Outcome.NOTHING, address.domain() + " is no domain of a large provider."));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Found> published = ask(executor, () -> autoconfig(address));
            CompletableFuture<Found> records = ask(executor, () -> services(address, executor));
            DnsAnswer receivers = dns.ask(address.domain(), Type.MX);
            found.add(published.join());
            found.add(records.join());
            found.add(receivers(address, receivers));
            boolean known = found.stream().anyMatch(each -> !each.candidates().isEmpty());
            found.add(
                    known
                            ? Found.nothing(Source.GUESS, Outcome.NOT_ASKED, "Better sources have an answer.")
                            : guesses(address, receivers));
        }
        return new Discovery(
                address.whole(),
                ordered(found),
                found.stream().map(Found::answer).toList());
    }

    private static CompletableFuture<Found> ask(Executor executor, java.util.function.Supplier<Found> source) {
        return CompletableFuture.supplyAsync(source, executor);
    }

    private static Discovery known(MailAddress address, Provider provider) {
        List<Candidate> candidates = provider.candidates(address, Source.PRESET, Confidence.HIGH);
        String detail = candidates.isEmpty() ? provider.hint() : address.domain() + " is " + provider.name() + ".";
        return new Discovery(
                address.whole(), candidates, List.of(new SourceAnswer(Source.PRESET, Outcome.FOUND, detail)));
    }

    private Found autoconfig(MailAddress address) {
        return switch (autoconfig.ask(address)) {
            case AutoconfigGateway.Published.Settings(var candidates) ->
                new Found(
                        new SourceAnswer(
                                Source.AUTOCONFIG, Outcome.FOUND, address.domain() + " publishes its settings."),
                        candidates);
            case AutoconfigGateway.Published.Nothing(String detail) ->
                Found.nothing(Source.AUTOCONFIG, Outcome.NOTHING, detail);
            case AutoconfigGateway.Published.Unavailable(String detail) ->
                Found.nothing(Source.AUTOCONFIG, Outcome.UNAVAILABLE, detail);
        };
    }

    private Found services(MailAddress address, Executor executor) {
        Map<ServiceRecords.Service, CompletableFuture<DnsAnswer>> asked = new LinkedHashMap<>();
        for (ServiceRecords.Service service : ServiceRecords.Service.ALL) {
            String name = service.label() + "." + address.domain();
            asked.put(service, CompletableFuture.supplyAsync(() -> dns.ask(name, Type.SRV), executor));
        }
        List<Candidate> candidates = new ArrayList<>();
        boolean unavailable = false;
        for (var entry : asked.entrySet()) {
            DnsAnswer answer = entry.getValue().join();
            unavailable |= answer instanceof DnsAnswer.Unavailable;
            if (answer instanceof DnsAnswer.Records(var records)) {
                candidates.addAll(ServiceRecords.candidates(entry.getKey(), records, address));
            }
        }
        if (!candidates.isEmpty()) {
            return new Found(
                    new SourceAnswer(Source.SRV, Outcome.FOUND, "Service records of " + address.domain() + "."),
                    candidates);
        }
        return unavailable
                ? Found.nothing(Source.SRV, Outcome.UNAVAILABLE, "The DNS did not answer for " + address.domain() + ".")
                : Found.nothing(Source.SRV, Outcome.NOTHING, address.domain() + " has no service records for mail.");
    }

    private static Found receivers(MailAddress address, DnsAnswer answer) {
        return switch (answer) {
            case DnsAnswer.Unavailable() ->
                Found.nothing(Source.MX, Outcome.UNAVAILABLE, "The DNS did not answer for " + address.domain() + ".");
            case DnsAnswer.None() ->
                Found.nothing(
                        Source.MX, Outcome.NOTHING, address.domain() + " receives no mail: check how it is spelled.");
            case DnsAnswer.Records(var records) ->
                ServiceRecords.receivers(records).stream()
                        .flatMap(host -> Presets.ofReceiver(host).stream())
                        .findFirst()
                        .map(provider -> {
                            List<Candidate> candidates = provider.candidates(address, Source.MX, Confidence.MEDIUM);
                            String detail = "The mail of " + address.domain() + " goes to " + provider.name() + ". ";
                            return new Found(
                                    new SourceAnswer(
                                            Source.MX,
                                            Outcome.FOUND,
                                            (candidates.isEmpty() ? detail + provider.hint() : detail).strip()),
                                    candidates);
                        })
                        .orElseGet(() -> Found.nothing(
                                Source.MX,
                                Outcome.NOTHING,
                                "The servers that receive the mail of " + address.domain()
                                        + " belong to no large provider."));
        };
    }

    private Found guesses(MailAddress address, DnsAnswer receivers) {
        List<Candidate> candidates = new ArrayList<>();
        guess(address, Protocol.IMAP, 993, "imap." + address.domain(), candidates);
        guess(address, Protocol.IMAP, 993, "mail." + address.domain(), candidates);
        if (receivers instanceof DnsAnswer.Records(var records)) {
            ServiceRecords.receivers(records).stream()
                    .limit(1)
                    .forEach(host -> guess(address, Protocol.IMAP, 993, host, candidates));
        }
        guess(address, Protocol.POP3, 995, "pop." + address.domain(), candidates);
        return candidates.isEmpty()
                ? Found.nothing(
                        Source.GUESS,
                        Outcome.NOTHING,
                        "No customary name such as imap." + address.domain()
                                + " leads anywhere. Ask the provider of the mailbox for host and port.")
                : new Found(
                        new SourceAnswer(Source.GUESS, Outcome.FOUND, "Customary names that exist; try them."),
                        candidates);
    }

    private void guess(MailAddress address, Protocol protocol, int port, String host, List<Candidate> candidates) {
        try {
            egress.resolve(host);
            candidates.add(new Candidate(
                    protocol,
                    host,
                    port,
                    Security.TLS,
                    address.whole(),
                    List.of(),
                    Source.GUESS,
                    Confidence.LOW,
                    "A guess: try it with POST /accounts/test before you use it."));
        } catch (IOException unknownOrNotAllowed) {
            // Then it is no proposal.
        }
    }

    /** The order of the sources is the order of trust; the same place is proposed once, by the best of them. */
    private static List<Candidate> ordered(List<Found> found) {
        Map<String, Candidate> once = new LinkedHashMap<>();
        found.stream()
                .flatMap(each -> each.candidates().stream())
                .sorted(Comparator.comparing(Candidate::confidence).thenComparing(Candidate::source))
                .forEach(candidate -> once.putIfAbsent(candidate.place(), candidate));
        return List.copyOf(once.values());
    }
}
