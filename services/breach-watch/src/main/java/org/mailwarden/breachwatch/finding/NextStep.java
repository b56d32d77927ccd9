// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import org.mailwarden.contracts.finding.FindingKind;

/** What a person does about an open finding, by its kind. Pure. */
final class NextStep {

    private NextStep() {}

    /** The next step, in one or two plain sentences. */
    static String of(FindingKind kind) {
        return switch (kind) {
            case CREDENTIAL_LEAKED ->
                "Force a reset now: somebody else holds the current password. End every session with it.";
            case CREDENTIAL_LEAKED_STALE ->
                "Nothing has to be reset: the leaked password is not the current one. Ask the owner to change it wherever"
                        + " else it is still used.";
            case STEALER_LOG ->
                "End every session, then have the password changed from another device: the one that the log comes from is"
                        + " infected and has to be cleaned first.";
            case PASSWORD_PWNED -> "Have the password changed: guessing tools try it first.";
            case ADDRESS_IN_BREACH ->
                "Tell the owner which service lost the data. Have the mailbox's password changed if the owner used it there"
                        + " too.";
            case PASSWORD_REUSED ->
                "Have each of these accounts get a password of its own: one that leaks opens all of them.";
            case PASSWORD_WEAK ->
                "Have a longer password chosen, best one that a password manager makes: this one is guessed in short time.";
            case PASSWORD_EXPIRED -> "Have the password changed: it is older than your policy allows.";
            case TWO_FACTOR_MISSING ->
                "Ask the owner to enrol a second factor, or make Keycloak ask for it at the next sign-in.";
            case TRANSPORT_INSECURE ->
                "Mend the connection to the mail server as the facts say: use TLS, renew the certificate, or switch off"
                        + " what is outdated. No password has to be changed for it unless it went in clear.";
            case IMPOSSIBLE_TRAVEL, NEW_COUNTRY, NEW_NETWORK, NEW_CLIENT ->
                "Ask the owner, not by mail, whether it was they. If it was not, end every session and force a reset.";
            case BRUTE_FORCE ->
                "Block the network that the attempts come from, and see that the account has a second factor.";
            case PASSWORD_SPRAY ->
                "Block the network that the attempts come from, and look for sign-ins from it that succeeded.";
            case SUCCESS_AFTER_FAILURES ->
                "Ask the owner, not by mail, whether it was they. If not, the password was guessed: end every session and"
                        + " force a reset.";
            case DORMANT_LOGIN ->
                "Ask the owner, not by mail, whether it was they. If nobody needs the account any more, disable it.";
            case PLAINTEXT_LOGIN ->
                "Have the password changed, over TLS: whoever was on the way could read it. Switch off sign-ins without"
                        + " TLS.";
            case LEGACY_LOGIN -> "Have the client updated or replaced, then switch off what it used at the server.";
            case BREACHED_LOGIN ->
                "Force a reset: whoever holds the list can sign in as this one did. Look whether the sign-in was the"
                        + " owner's.";
            case LOGIN_DURING_REMEDIATION ->
                "See which way it came in, end that session, and look whether the remediation's proof still holds.";
            case RETIRED_PASSWORD_USED ->
                "Look where it was tried from: a device of the owner's that was forgotten, or somebody who holds the leak."
                        + " Block the latter.";
            case MAILBOX_EVIDENCE ->
                "Read the mail that the facts name, and ask the owner whether it was they. If not, force a reset.";
        };
    }
}
