// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.trial;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.fetcher.imap.FolderChoice;
import org.mailwarden.fetcher.imap.FolderNames;
import org.mailwarden.fetcher.session.CertificateFacts;
import org.mailwarden.fetcher.session.ImapConnection;
import org.mailwarden.fetcher.session.MailConnection;
import org.mailwarden.fetcher.session.MailEndpoint;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.session.ProbeOutcome;
import org.mailwarden.fetcher.session.ServerProbe;
import org.mailwarden.fetcher.session.Sessions;
import org.mailwarden.fetcher.session.SignIn;
import org.mailwarden.fetcher.trial.TrialReport.MissingFolder;
import org.mailwarden.fetcher.trial.TrialReport.Step;

/**
 * One trial: look at the server without a password, sign in once when it is sound, look for the folders. A password never
 * goes to a server that did not pass the look.
 */
@ApplicationScoped
public class Trial {

    private final ServerProbe probe;
    private final Sessions sessions;

    Trial(ServerProbe probe, Sessions sessions) {
        this.probe = probe;
        this.sessions = sessions;
    }

    /** Looks at the server; no password is involved. */
    ProbeOutcome look(MailEndpoint endpoint) {
        return probe.look(endpoint);
    }

    /** The report on a server that did not pass the look. */
    TrialReport failed(MailEndpoint endpoint, ProbeOutcome.Failed failed) {
        List<MailEndpoint> answering = failed.elsewhere() ? answering(endpoint) : List.of();
        String sentence = failed.sentence();
        CertificateFacts certificate = failed.certificate();
        if (!answering.isEmpty()) {
            MailEndpoint best = answering.getFirst();
            sentence += ". " + best.protocol() + " answers on port " + best.port() + " with security " + best.security()
                    + ": use that.";
        } else if (certificate != null && failed.failure() == LoginFailure.TLS) {
            sentence += ". The certificate is for " + named(certificate) + ", issued by " + certificate.issuer()
                    + ", valid until " + certificate.notAfter() + ".";
        }
        return new TrialReport(
                false,
                Step.CONNECT,
                failed.failure(),
                ended(sentence),
                answering,
                null,
                certificate,
                List.of(),
                List.of(),
                List.of());
    }

    private static String named(CertificateFacts certificate) {
        return certificate.names().isEmpty() ? certificate.subject() : String.join(", ", certificate.names());
    }

    private List<MailEndpoint> answering(MailEndpoint given) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<MailEndpoint> places = Alternatives.of(given);
            List<CompletableFuture<ProbeOutcome>> looks = places.stream()
                    .map(endpoint -> CompletableFuture.supplyAsync(() -> probe.look(endpoint), executor))
                    .toList();
            return IntStream.range(0, places.size())
                    .filter(place -> looks.get(place).join() instanceof ProbeOutcome.Answered)
                    .mapToObj(places::get)
                    .toList();
        }
    }

    /**
     * Signs in once and looks for the folders.
     *
     * @param endpoint where
     * @param signIn as whom
     * @param wanted folders that are to be read (IMAP)
     * @param seen what the look showed
     * @return the report
     */
    TrialReport signIn(MailEndpoint endpoint, SignIn signIn, List<String> wanted, ProbeOutcome.Answered seen) {
        return switch (sessions.open(endpoint, signIn)) {
            case OpenOutcome.Refused(LoginFailure failure, String detail, var tls) ->
                report(false, Step.SIGN_IN, failure, detail, seen, List.of(), List.of());
            case OpenOutcome.Opened(MailConnection connection, var tls) -> {
                try (connection) {
                    yield folders(connection, wanted, seen);
                }
            }
        };
    }

    private TrialReport folders(MailConnection connection, List<String> wanted, ProbeOutcome.Answered seen) {
        if (!(connection instanceof ImapConnection imap)) {
            return report(true, Step.DONE, null, "It works: the mailbox can be read.", seen, List.of(), List.of());
        }
        try {
            List<String> names = FolderNames.of(imap);
            List<MissingFolder> missing = wanted.stream()
                    .filter(folder -> !FolderChoice.ALL.equals(folder))
                    .filter(folder -> names.stream().noneMatch(name -> same(name, folder)))
                    .map(folder -> new MissingFolder(folder, NearNames.of(folder, names)))
                    .toList();
            return missing.isEmpty()
                    ? report(true, Step.DONE, null, "It works: the mailbox can be read.", seen, names, missing)
                    : report(false, Step.FOLDERS, null, sentence(missing), seen, names, missing);
        } catch (IOException failure) {
            return report(
                    false,
                    Step.FOLDERS,
                    LoginFailure.PROTOCOL,
                    "The sign-in works, but the folders cannot be listed: " + failure.getMessage(),
                    seen,
                    List.of(),
                    List.of());
        }
    }

    /** INBOX has no case (RFC 9051 section 5.1); other names have. */
    private static boolean same(String name, String wanted) {
        return name.equals(wanted) || (wanted.equalsIgnoreCase("INBOX") && name.equalsIgnoreCase("INBOX"));
    }

    private static String sentence(List<MissingFolder> missing) {
        List<String> parts = new ArrayList<>();
        for (MissingFolder folder : missing) {
            parts.add("There is no folder '" + folder.name() + "'"
                    + (folder.near().isEmpty()
                            ? "."
                            : "; did you mean '" + String.join("' or '", folder.near()) + "'?"));
        }
        return "The sign-in works. " + String.join(" ", parts) + " 'folders' in this answer lists all there are.";
    }

    private static TrialReport report(
            boolean works,
            Step step,
            @Nullable LoginFailure failure,
            String sentence,
            ProbeOutcome.Answered seen,
            List<String> folders,
            List<MissingFolder> missing) {
        return new TrialReport(
                works,
                step,
                failure,
                ended(sentence),
                List.of(),
                seen.tls(),
                seen.certificate(),
                seen.capabilities(),
                folders,
                missing);
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") || sentence.endsWith("?") ? sentence : sentence + ".";
    }
}
