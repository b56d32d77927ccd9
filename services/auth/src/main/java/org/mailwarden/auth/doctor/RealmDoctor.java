// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.auth.doctor.Examination.Result;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.RealmFacts;
import org.mailwarden.auth.keycloak.RealmReader;

/** Examines the realm that this service is connected to, then its mail servers. Blocking; safe for many threads. */
@ApplicationScoped
public class RealmDoctor {

    private final RealmReader reader;
    private final Optional<String> declaredVersion;
    private final MailServerDoctor mail;
    private final KeycloakVersions versions = versions();

    /**
     * Makes the doctor.
     *
     * @param reader asks Keycloak
     * @param declaredVersion Keycloak's version by the operator's word, for a Keycloak without our provider
     * @param mail asks the mail servers
     */
    @Inject
    public RealmDoctor(
            RealmReader reader,
            @ConfigProperty(name = "mailwarden.keycloak.version") Optional<String> declaredVersion,
            MailServerDoctor mail) {
        this.reader = reader;
        this.declaredVersion = declaredVersion;
        this.mail = mail;
    }

    /**
     * What came of it.
     *
     * @param healthy whether everything could be asked and nothing is a fault; warnings do not count
     * @param examinations what was looked at, in the order in which to mend it
     */
    public record Report(boolean healthy, List<Examination> examinations) {

        /** Copies the list. */
        public Report {
            examinations = List.copyOf(examinations);
        }

        /** With one more thing that was looked at. */
        Report with(Examination more) {
            List<Examination> all = new ArrayList<>(examinations);
            all.add(more);
            return of(all);
        }

        static Report of(List<Examination> examinations) {
            return new Report(
                    examinations.stream()
                            .noneMatch(one -> one.result() == Result.FAULT || one.result() == Result.NOT_CHECKED),
                    examinations);
        }
    }

    /**
     * Examines.
     *
     * @return the report
     */
    public Report examine() {
        List<Examination> found = new ArrayList<>(realm());
        found.addAll(mail.examine());
        return Report.of(found);
    }

    private List<Examination> realm() {
        return switch (reader.read()) {
            case Outcome.Done<RealmFacts>(RealmFacts facts) -> new RealmRules(versions).judge(facts);
            case Outcome.NoSuchUser<RealmFacts> absent -> withoutProvider();
            case Outcome.Denied<RealmFacts>(String why) ->
                List.of(Examination.fault(
                        "account-rights",
                        why,
                        "Give the service account of auth the roles "
                                + String.join(", ", new java.util.TreeSet<>(RealmRules.NEEDED))
                                + ", and put them into the scope of its client too; ./mailwarden connect does both."));
            case Outcome.Unavailable<RealmFacts>(String why) ->
                List.of(new Examination(
                        "keycloak",
                        Result.NOT_CHECKED,
                        why,
                        "Check that Keycloak runs, and the address, realm, client and secret that auth was given."
                                + " A realm that was never connected is prepared by ./mailwarden connect; by hand,"
                                + " the client also needs the audiences of mailwarden-verify and"
                                + " mailwarden-recovery."));
        };
    }

    private List<Examination> withoutProvider() {
        List<Examination> found = new ArrayList<>(declaredVersion
                .map(versions::judge)
                .orElseGet(() -> List.of(new Examination(
                        "keycloak-version",
                        Result.NOT_CHECKED,
                        "Keycloak tells its version to administrators only",
                        "Install the provider, or declare the version with mailwarden.keycloak.version."))));
        found.add(Examination.fault(
                "provider",
                "The Mailwarden provider is not installed in Keycloak, or is of an older Mailwarden",
                "Put the jar of infra/keycloak into Keycloak's folder providers/, run 'kc.sh build' and start Keycloak"
                        + " again. Settings and people are examined then."));
        return found;
    }

    private static KeycloakVersions versions() {
        try (InputStream file = Objects.requireNonNull(
                RealmDoctor.class.getResourceAsStream("/keycloak-versions.json"), "keycloak-versions.json")) {
            return JsonMapper.builder().build().readValue(file, KeycloakVersions.class);
        } catch (IOException cause) {
            throw new UncheckedIOException("The list of Keycloak's known holes cannot be read", cause);
        }
    }
}
