// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

/**
 * What came of a revocation.
 *
 * @param revoked how many were revoked; 0 when there was none any more
 * @param inForce whether the mail server refuses them by now
 * @param notice what that means and what to do
 */
public record RevocationAnswer(int revoked, boolean inForce, String notice) {

    static RevocationAnswer of(AppPasswords.Ended ended, String connections) {
        return switch (ended.state()) {
            case FileState.Current() ->
                new RevocationAnswer(ended.count(), true, "New sign-ins are refused within a second. " + connections);
            case FileState.Off() -> new RevocationAnswer(ended.count(), true, "App passwords are not in use here.");
            case FileState.Behind(String why) ->
                new RevocationAnswer(
                        ended.count(), false, "Not in force yet, the mail server still takes them: " + why + ".");
        };
    }
}
