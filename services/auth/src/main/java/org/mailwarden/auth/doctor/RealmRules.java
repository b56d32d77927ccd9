// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import static org.mailwarden.auth.doctor.Examination.fault;
import static org.mailwarden.auth.doctor.Examination.ok;
import static org.mailwarden.auth.doctor.Examination.warning;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.keycloak.RealmFacts;

/** Judges a realm: what would keep a reset from working or from holding. Pure. */
@Pure
public final class RealmRules {

    /** The roles our account needs, and the only ones of weight it may have. */
    static final Set<String> NEEDED = Set.of(
            "realm-management/query-users",
            "realm-management/view-events",
            "mailwarden-verify/verify-password",
            "mailwarden-recovery/mint-link");

    /** What every account may have without harm: our own services' role, and what Keycloak gives to each new user. */
    private static final Set<String> HARMLESS = Set.of("service", "offline_access", "uma_authorization");

    private static final int MOST_OFFLINE_SECONDS = 90 * 24 * 3600;
    private static final int FEWEST_FAILURES = 3;

    private final KeycloakVersions versions;

    RealmRules(KeycloakVersions versions) {
        this.versions = versions;
    }

    /**
     * Judges.
     *
     * @param facts what the provider told
     * @return one examination for each thing, in the order in which to mend them
     */
    public List<Examination> judge(RealmFacts facts) {
        List<Examination> found = new ArrayList<>(versions.judge(facts.version()));
        found.add(ok("provider", "The Mailwarden provider is installed in Keycloak"));
        rights(facts, found);
        groups(facts, found);
        found.add(
                facts.signInListener()
                        ? ok("sign-in-events", "Sign-ins are told to Mailwarden")
                        : warning(
                                "sign-in-events",
                                "Sign-ins are not told to Mailwarden, and a lockout that the owner's old devices cause after a"
                                        + " reset is not ended by the new password",
                                "Add mailwarden-kafka to Realm settings, Events, Event listeners, and switch 'Save events' on"
                                        + " under User events settings."));
        found.add(
                facts.breachedPasswordPolicy()
                        ? ok("breached-passwords", "Breached passwords are refused as new ones")
                        : warning(
                                "breached-passwords",
                                "A new password may be one that is known from breaches",
                                "Add the policy 'Not in a known breach (Mailwarden)' in Authentication, Policies, Password"
                                        + " policy."));
        found.add(
                facts.resetPasswordAllowed()
                        ? warning(
                                "forgot-password",
                                "'Forgot password' is on: who reads a breached mailbox sets a new password there",
                                "Switch it off in Realm settings, Login, unless people need it.")
                        : ok("forgot-password", "'Forgot password' is off"));
        found.add(
                facts.smtpConfigured()
                        ? ok("smtp", "The realm can send mail")
                        : warning(
                                "smtp",
                                "The realm has no mail server, so Keycloak cannot tell people of changes to their account",
                                "Set one in Realm settings, Email. Recovery links are sent by Mailwarden itself and need"
                                        + " quarkus.mailer.* in the settings of auth."));
        offlineSessions(facts, found);
        bruteForce(facts, found);
        found.add(
                facts.otpLookAheadWindow() >= 1
                        ? ok("otp-window", "One-time codes may be late by " + facts.otpLookAheadWindow() + " steps")
                        : fault(
                                "otp-window",
                                "One-time codes are refused as soon as the next one begins: people with a slow clock fail"
                                        + " to enrol",
                                "Set Authentication, Policies, OTP policy, look around window to 1."));
        found.add(
                facts.disabledActions().isEmpty()
                        ? ok("required-actions", "The required actions of a reset are on")
                        : fault(
                                "required-actions",
                                "Switched off: " + String.join(", ", facts.disabledActions()),
                                "Enable them in Authentication, Required actions."));
        people(facts, found);
        return found;
    }

    private static void rights(RealmFacts facts, List<Examination> found) {
        Set<String> missing = new TreeSet<>(NEEDED);
        missing.removeAll(facts.roles());
        Set<String> extra = new TreeSet<>(facts.roles());
        extra.removeAll(NEEDED);
        extra.removeAll(HARMLESS);
        extra.removeIf(role -> role.startsWith("account/") || role.startsWith("default-roles-"));
        if (!missing.isEmpty()) {
            found.add(fault(
                    "account-rights",
                    "The service account of auth lacks " + String.join(", ", missing),
                    "Run ./mailwarden connect, or give it these roles and put them into the scope of its client too."));
        }
        if (!extra.isEmpty()) {
            found.add(warning(
                    "account-rights",
                    "The service account of auth may do more than it needs: " + String.join(", ", extra)
                            + ". Whoever steals its secret may do so too",
                    "Take these roles away; rights over the fleet come from the group's fine-grained permission."));
        }
        if (missing.isEmpty() && extra.isEmpty()) {
            found.add(ok("account-rights", "The service account of auth has the rights it needs and no more"));
        }
        found.add(
                facts.fullScopeAllowed()
                        ? warning(
                                "account-scope",
                                "Tokens of auth's client carry every role it has or will ever be given",
                                "Switch 'Full scope allowed' off in the client's dedicated scope.")
                        : ok("account-scope", "Tokens of auth's client carry only the roles in its scope"));
        found.add(
                facts.adminPermissionsEnabled()
                        ? ok("fine-grained-permissions", "Fine-grained admin permissions are on")
                        : fault(
                                "fine-grained-permissions",
                                "Fine-grained admin permissions are off, so auth sees nobody",
                                "Run ./mailwarden connect, or switch 'Admin permissions' on in Realm settings and give auth's account"
                                        + " the group fleet."));
    }

    private static void groups(RealmFacts facts, List<Examination> found) {
        found.add(
                facts.fleetGroup()
                        ? ok("group-fleet", facts.people() + " people are in the group fleet")
                        : fault(
                                "group-fleet",
                                "There is no group fleet, so nobody is watched",
                                "Make the group fleet at the top level and put people into it."));
        found.add(
                facts.protectedGroup()
                        ? ok("group-protected", "There is a group protected")
                        : fault(
                                "group-protected",
                                "There is no group protected, so break-glass users cannot be kept from resets",
                                "Make the group protected at the top level and put break-glass users into it."));
    }

    private static void offlineSessions(RealmFacts facts, List<Examination> found) {
        if (!facts.offlineMaxLifespanEnabled()) {
            found.add(warning(
                    "offline-sessions",
                    "Offline sessions never end while they are used: a stolen one lasts until a reset",
                    "Enable 'Offline session max limited' in Realm settings, Sessions."));
        } else if (facts.offlineMaxSeconds() > MOST_OFFLINE_SECONDS) {
            found.add(warning(
                    "offline-sessions",
                    "Offline sessions last up to " + facts.offlineMaxSeconds() / 86_400 + " days",
                    "Set 'Offline session max' to 90 days or less in Realm settings, Sessions."));
        } else {
            found.add(ok(
                    "offline-sessions", "Offline sessions end after " + facts.offlineMaxSeconds() / 86_400 + " days"));
        }
    }

    private static void bruteForce(RealmFacts facts, List<Examination> found) {
        if (!facts.bruteForceProtected()) {
            found.add(fault(
                    "brute-force",
                    "Failed sign-ins are not counted: passwords can be tried without end",
                    "Enable brute force detection in Realm settings, Security defenses."));
        } else if (facts.permanentLockout()) {
            found.add(warning(
                    "brute-force",
                    "Failed sign-ins lock people for good: after a reset their own old devices do that to them",
                    "Choose a temporary lockout in Realm settings, Security defenses."));
        } else if (facts.failureFactor() < FEWEST_FAILURES) {
            found.add(warning(
                    "brute-force",
                    "People are locked out after " + facts.failureFactor() + " failures: after a reset their own old"
                            + " devices do that to them",
                    "Allow at least " + FEWEST_FAILURES + " failures in Realm settings, Security defenses."));
        } else {
            found.add(ok("brute-force", "Failed sign-ins are counted; " + facts.failureFactor() + " are allowed"));
        }
    }

    private static void people(RealmFacts facts, List<Examination> found) {
        String of = facts.examined() < facts.people()
                ? " of the first " + facts.examined() + " of " + facts.people() + " people"
                : " of " + facts.people() + " people";
        found.add(
                facts.withoutRecoveryAddressCount() == 0
                        ? ok("recovery-addresses", "Everybody in the fleet has a recovery address")
                        : warning(
                                "recovery-addresses",
                                facts.withoutRecoveryAddressCount() + of + " have no recovery address: "
                                        + some(facts.withoutRecoveryAddress(), facts.withoutRecoveryAddressCount()),
                                "Set the attribute recoveryAddress: a link to a breached mailbox goes to the thief."));
        found.add(
                facts.stuckCount() == 0
                        ? ok("reset-completable", "Everybody in the fleet could complete a reset")
                        : warning(
                                "reset-completable",
                                facts.stuckCount() + of
                                        + " could not complete a reset, because they are disabled, have no"
                                        + " address at all or belong to a directory outside Keycloak: "
                                        + some(facts.stuck(), facts.stuckCount()),
                                "Give them an address, take them out of the group fleet, or reset them where they belong."));
    }

    private static String some(List<String> names, int count) {
        return String.join(", ", names) + (count > names.size() ? " ..." : "");
    }
}
