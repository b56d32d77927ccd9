// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.trial;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.TlsFacts;
import org.mailwarden.fetcher.session.CertificateFacts;
import org.mailwarden.fetcher.session.MailEndpoint;

/**
 * How a trial went. Nothing of it is stored.
 *
 * @param works whether an account with these settings could be read
 * @param step where it ended
 * @param failure the kind of trouble; absent when it works, and for folders
 * @param sentence plain words: what is wrong and how to mend it, or that it works
 * @param answering other settings at which this host answers well, found without signing in; to try next
 * @param tls what protected the connection; absent when it was never protected
 * @param certificate what the server is known by, trusted or not; absent when it showed none
 * @param capabilities what the server offers before sign-in
 * @param folders the folders of the mailbox (IMAP)
 * @param missingFolders folders that were asked for and do not exist
 */
public record TrialReport(
        boolean works,
        Step step,
        @Nullable LoginFailure failure,
        String sentence,
        List<MailEndpoint> answering,
        @Nullable TlsFacts tls,
        @Nullable CertificateFacts certificate,
        List<String> capabilities,
        List<String> folders,
        List<MissingFolder> missingFolders) {

    /** The steps of a trial, in order. */
    public enum Step {
        CONNECT,
        SIGN_IN,
        FOLDERS,
        DONE
    }

    /**
     * A folder that does not exist.
     *
     * @param name as it was asked for
     * @param near names that exist and look alike, nearest first
     */
    public record MissingFolder(String name, List<String> near) {

        /** Copies the list. */
        public MissingFolder {
            near = List.copyOf(near);
        }
    }

    /** Copies the lists. */
    public TrialReport {
        answering = List.copyOf(answering);
        capabilities = List.copyOf(capabilities);
        folders = List.copyOf(folders);
        missingFolders = List.copyOf(missingFolders);
    }
}
