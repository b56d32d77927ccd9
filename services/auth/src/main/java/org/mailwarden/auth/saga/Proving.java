// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.apppassword.AppPasswords;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.LiveCheck;
import org.mailwarden.auth.keycloak.OpenSession;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.UserSessions;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.proof.Effect;
import org.mailwarden.auth.proof.MailReading;
import org.mailwarden.auth.proof.MailServerCheck;
import org.mailwarden.auth.proof.Proof;
import org.mailwarden.auth.proof.ProofInput;
import org.mailwarden.auth.proof.Verdict;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.auth.remediation.Snapshots;
import org.mailwarden.auth.retired.RetiredPasswords;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.web.Problems;

/** The proof: everything read again, and the retired password tried at Keycloak's own hash check. */
@ApplicationScoped
class Proving {

    private final KeycloakGateway keycloak;
    private final Remediations remediations;
    private final RetiredPasswords retired;
    private final AppPasswords appPasswords;
    private final MailSteps mail;
    private final Ledger ledger;
    private final SagaConfig config;
    private final Clock clock;

    Proving(
            KeycloakGateway keycloak,
            Remediations remediations,
            RetiredPasswords retired,
            AppPasswords appPasswords,
            MailSteps mail,
            Ledger ledger,
            SagaConfig config,
            Clock clock) {
        this.keycloak = keycloak;
        this.remediations = remediations;
        this.retired = retired;
        this.appPasswords = appPasswords;
        this.mail = mail;
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
    }

    /** What is read again, and what it is compared with. */
    private record Facts(Remediation remediation, String userId, Instant started, Set<String> retired) {

        boolean keycloakAlone() {
            return remediation.credentialVersion() >= CredentialSealed.FIRST_OF_KEYCLOAK;
        }
    }

    /**
     * Waits for the retired password, unless Keycloak alone held it; at the time limit keeps what is known, which never reads
     * as verified.
     *
     * @return what keeps it, in the transaction that has locked the row
     */
    Function<RemediationRow, Progress> look(Job job) {
        if (job.action() != RemediationAction.FORCE_RESET) {
            return effect(job);
        }
        boolean limitReached = isLimitReached(job);
        Instant started = job.startedAt();
        if (started == null) {
            return row -> new Progress.Over();
        }
        Facts facts = new Facts(job.remediation(), job.userId(), started, job.retiredPasswords());
        if (!limitReached && !facts.keycloakAlone()) {
            List<Evidence> shut = mail.closeLate(job);
            return row -> {
                if (!shut.isEmpty()) {
                    keep(row, shut);
                }
                return new Progress.Later("Waits for the retired password to be presented");
            };
        }
        Proof proof = proof(facts, null, List.of());
        return row -> keep(row, proof, limitReached);
    }

    private boolean isLimitReached(Job job) {
        Instant applied = job.appliedAt() == null ? clock.instant() : job.appliedAt();
        return !clock.instant().isBefore(applied.plus(config.proofLimit()));
    }

    private Function<RemediationRow, Progress> effect(Job job) {
        Outcome<FleetUser> user = keycloak.read(job.userId());
        Outcome<List<OpenSession>> sessions = keycloak.openSessions(job.userId());
        boolean closesMail = Sequence.of(job.action(), job.sessionId() != null).contains(Step.CLOSE_MAIL);
        Proof seen = Effect.of(new Effect.Input(
                job.action(),
                job.started(),
                job.sessionId(),
                user,
                sessions,
                job.remediation().evidence(),
                closesMail ? mail.readAgain(job.remediation(), job.started()) : null));
        Proof proof = closesMail
                ? seen.also(appPasswords.proof(job.userId(), job.remediation().owner(), job.started()))
                : seen;
        if (proof.verdict() instanceof Verdict.Incomplete(List<String> missing)
                && !(user instanceof Outcome.NoSuchUser<FleetUser>)
                && !(isLimitReached(job) && missing.stream().allMatch(Proving::isAtTheMailServer))) {
            return row -> new Progress.Later("Not proved yet: " + String.join(", ", missing));
        }
        return row -> keep(row, proof, true);
    }

    private static boolean isAtTheMailServer(String check) {
        return MailReading.isCheck(check) || check.equals(AppPasswords.CHECK);
    }

    /**
     * Takes the retired password.
     *
     * @param id the remediation
     * @param candidate the password, left open for the caller to close
     * @param mail what the mail server said to it
     * @param caller the service that presents it
     */
    void present(UUID id, Secret candidate, List<MailServerCheck> mail, String caller) {
        Facts facts = facts(provable(id));
        Remediation remediation = facts.remediation();
        // Before it is tried: a wrong text passes for a proof, so it stands in the ledger who presented it.
        QuarkusTransaction.requiringNew()
                .run(() -> ledger.record(
                        caller,
                        "proof.presented",
                        id.toString(),
                        "The retired password was presented.",
                        Map.of("owner", remediation.owner())));
        Outcome<LiveCheck> answer = keycloak.liveCheck(facts.userId(), candidate);
        if (answer instanceof Outcome.Unavailable<LiveCheck>(String why)) {
            throw Problems.of(503, "keycloak-unavailable", why + ". Present it again later.");
        }
        if (answer instanceof Outcome.Done<LiveCheck>(LiveCheck check)
                && !check.matches()
                && !remediation.findings().isEmpty()) {
            retired.keep(id, remediation.accountId(), remediation.owner(), remediation.address(), candidate);
        }
        Proof proof = proof(facts, answer, mail);
        Progress kept = QuarkusTransaction.requiringNew().call(() -> {
            RemediationRow row = remediations.locked(id).orElseThrow();
            // One that began anew meanwhile has to be proved itself.
            return facts.started().equals(row.startedAt) ? keep(row, proof, false) : new Progress.Over();
        });
        if (kept instanceof Progress.Later) {
            throw Problems.of(503, "proof-incomplete", "Not everything could be read. Present it again later.");
        }
    }

    /**
     * Tells whether a refusal of the retired password at the mail server can count against nothing but the retired password:
     * no newer one is set, at Keycloak or here.
     *
     * @param id the remediation
     * @return whether it may be tried
     */
    boolean mayTryAtMailServer(UUID id) {
        RemediationRow row = provable(id);
        if (row.completedAt != null) {
            return false;
        }
        Facts facts = facts(row);
        return switch (keycloak.read(facts.userId())) {
            case Outcome.Done<FleetUser>(FleetUser user) -> !user.hasPasswordSince(facts.started());
            case Outcome.NoSuchUser<FleetUser> gone -> false;
            case Outcome.Denied<FleetUser> denied -> false;
            case Outcome.Unavailable<FleetUser>(String why) ->
                throw Problems.of(503, "keycloak-unavailable", why + ". Ask again later.");
        };
    }

    private RemediationRow provable(UUID id) {
        RemediationRow row = remediations.find(id).orElseThrow(() -> Problems.notFound("remediation", id));
        boolean provable = RemediationState.APPLIED.name().equals(row.state)
                && row.cancelledBy == null
                && row.appliedAt != null
                && row.startedAt != null
                && row.action.equals(RemediationAction.FORCE_RESET.name())
                && remediations.snapshot(row).userId() != null;
        if (!provable) {
            throw Problems.of(
                    409,
                    "not-provable",
                    "The remediation is " + row.state + (row.cancelledBy == null ? "" : " and cancelled")
                            + ": it takes no proof now.");
        }
        return row;
    }

    private Facts facts(RemediationRow provable) {
        Remediation remediation = remediations.snapshot(provable);
        return new Facts(
                remediation,
                Objects.requireNonNull(remediation.userId()),
                Objects.requireNonNull(provable.startedAt),
                provable.retired());
    }

    private Proof proof(Facts facts, @Nullable Outcome<LiveCheck> oldPassword, List<MailServerCheck> checks) {
        Remediation remediation = facts.remediation();
        Outcome<FleetUser> user = keycloak.read(facts.userId());
        Outcome<UserSessions> sessions = keycloak.sessions(facts.userId());
        return Proof.of(new ProofInput(
                        facts.userId(),
                        facts.started(),
                        facts.retired(),
                        user,
                        sessions,
                        facts.keycloakAlone(),
                        oldPassword,
                        mail.readAgain(remediation, facts.started())))
                .remembering(oldPassword == null ? remediation.evidence() : List.of())
                .and(
                        facts.keycloakAlone()
                                ? MailServerCheck.withoutPassword()
                                : checks.stream().map(MailServerCheck::evidence).toList())
                .also(appPasswords.proof(facts.userId(), remediation.owner(), facts.started()));
    }

    private void keep(RemediationRow row, List<Evidence> shut) {
        if (RemediationState.APPLIED.name().equals(row.state) && row.cancelledBy == null) {
            remediations.keep(row, before -> Snapshots.seen(before, shut, clock.instant()));
        }
    }

    /** Keeps what was seen, and what follows from it, of a locked row. */
    Progress keep(RemediationRow row, Proof proof, boolean limitReached) {
        if (!RemediationState.APPLIED.name().equals(row.state) || row.cancelledBy != null) {
            return new Progress.Over();
        }
        List<Evidence> evidence = new ArrayList<>(proof.evidence());
        remediations.keep(row, before -> Snapshots.seen(before, evidence, clock.instant()));
        return switch (proof.verdict()) {
            case Verdict.Holds() -> {
                row.step = null;
                row.leaseUntil = null;
                remediations.enter(row, RemediationState.VERIFIED, null, "auth");
                yield new Progress.Over();
            }
            case Verdict.Broken(List<String> doors) -> {
                row.step = null;
                row.leaseUntil = null;
                remediations.enter(
                        row,
                        RemediationState.FAILED,
                        "It does not hold, open: " + String.join(", ", doors) + ". " + MailServerCheck.advice(doors),
                        "auth");
                yield new Progress.Over();
            }
            case Verdict.Incomplete(List<String> missing) -> {
                if (limitReached) {
                    remediations.enter(
                            row,
                            RemediationState.APPLIED,
                            "Applied, but not proved in time: " + String.join(", ", missing) + " could not be checked.",
                            "auth");
                    yield new Progress.Over();
                }
                yield new Progress.Later("Not proved yet: " + String.join(", ", missing));
            }
        };
    }
}
