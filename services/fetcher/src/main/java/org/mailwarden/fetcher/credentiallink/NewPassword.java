// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.credentiallink;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.fetcher.supervise.OneSignIn;
import org.mailwarden.fetcher.supervise.OneSignIn.Result;
import org.mailwarden.fetcher.supervise.Purpose;
import org.mailwarden.fetcher.vault.CredentialVault;
import org.mailwarden.kit.seal.SealBroken;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;
import org.mailwarden.kit.web.Problems;

/**
 * Takes a new password from whoever holds a link: it opens the mailbox once before it is kept. Every refusal is a problem
 * whose detail is for the owner to read.
 */
@ApplicationScoped
public class NewPassword {

    private static final int LONGEST = 1_000;

    private final CredentialLinks links;
    private final OneSignIn signIn;
    private final CredentialVault vault;

    NewPassword(CredentialLinks links, OneSignIn signIn, CredentialVault vault) {
        this.links = links;
        this.signIn = signIn;
        this.vault = vault;
    }

    /**
     * Takes it.
     *
     * @param token of the link
     * @param password the new password; both are left open for the caller to close
     * @return the mail address of the account, which is read again now
     * @throws HttpProblem when it was not taken; nothing was changed then
     */
    String take(Secret token, Secret password) {
        byte[] hash = LinkToken.hash(token);
        CredentialLinks.Open link = links.look(hash).orElseThrow(NewPassword::invalidLink);
        refuseUnusable(password);
        refuseRetired(link, password);
        Result result = signIn.make(link.account(), link.version(), Purpose.OWNER, password, () -> links.claim(hash));
        return switch (result) {
            case Result.Opened() -> links.use(hash, link, password).orElseThrow(NewPassword::invalidLink);
            case Result.NotOpened(LoginFailure failure, boolean counts) when counts -> throw refused(hash, failure);
            case Result.NotOpened(LoginFailure failure, boolean counts) -> {
                links.giveBack(hash);
                throw Problems.of(
                        503,
                        "mail-server-unavailable",
                        "The mail server could not be asked just now (" + failure + "), so nothing was changed. Your"
                                + " link still works: try again in some minutes.");
            }
            case Result.NotNow(Duration pause) -> throw later(pause);
            case Result.NotWanted() -> throw invalidLink();
        };
    }

    /** The same for every link that does not work, so that nothing can be learned from it. */
    private static HttpProblem invalidLink() {
        return Problems.of(
                404,
                "credential-link-invalid",
                "This link does not work: it is unknown, was used, or is too old. Ask your administrator for a new one.");
    }

    private static void refuseUnusable(Secret password) {
        String text = password.revealString(SecretAccess.because("see whether a mail server could take it"));
        if (text.isEmpty() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw Problems.of(
                    422,
                    "password-unusable",
                    "Give the password of your mailbox: up to " + LONGEST + " characters, without line breaks.");
        }
    }

    /** The old one may still open a mail server that has passwords of its own; to keep it would undo the reset. */
    private void refuseRetired(CredentialLinks.Open link, Secret password) {
        Optional<Secret> retired;
        try {
            retired = vault.openPassword(link.account(), link.version(), "compare with a new password");
        } catch (SealBroken unreadable) {
            return;
        }
        try (Secret old = retired.orElseGet(() -> Secret.of(""))) {
            if (old.equals(password)) {
                throw Problems.of(
                        422,
                        "password-retired",
                        "This is the old password, which is not used any more. Set a new one for your mailbox first, then"
                                + " give the new one here.");
            }
        }
    }

    private HttpProblem refused(byte[] hash, LoginFailure failure) {
        boolean again = links.mayTryAgain(hash);
        String sentence = failure == LoginFailure.BLOCKED
                ? "The mail server does not let this mailbox be opened just now."
                : "The mail server did not take this password.";
        return Problems.of(
                422,
                again ? "password-refused" : "link-used-up",
                sentence
                        + (again
                                ? " Look at it closely and type it once more: after a second refusal this link ends, so that"
                                        + " your mailbox is not locked."
                                : " That was the second time, so this link has ended, and your mailbox is not locked. Ask"
                                        + " your administrator for a new link."));
    }

    private static HttpProblem later(Duration pause) {
        long minutes = Math.max(1, (pause.toSeconds() + 59) / 60);
        return HttpProblem.builder(Problems.of(
                        429,
                        "not-now",
                        "So that the mail server locks nobody out, it is not asked just now. Nothing was changed and your"
                                + " link still works: try again in "
                                + (minutes < 120
                                        ? minutes + (minutes == 1 ? " minute." : " minutes.")
                                        : minutes / 60 + " hours.")))
                .withHeader("Retry-After", Math.max(1, pause.toSeconds()))
                .build();
    }
}
