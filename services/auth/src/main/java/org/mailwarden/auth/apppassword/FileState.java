// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

/** How the file that Dovecot reads stands to the database. */
public sealed interface FileState {

    /** No file is configured: there are no app passwords here. */
    record Off() implements FileState {}

    /** The file is what the database says. */
    record Current() implements FileState {}

    /**
     * The file is not what the database says: what was changed is not in force.
     *
     * @param why a plain sentence with what to do, without secrets
     */
    record Behind(String why) implements FileState {}
}
