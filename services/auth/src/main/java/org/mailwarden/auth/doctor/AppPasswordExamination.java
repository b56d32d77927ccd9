// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import jakarta.enterprise.context.ApplicationScoped;
import org.mailwarden.auth.apppassword.AppPasswordFile;
import org.mailwarden.auth.apppassword.FileState;

/** Examines the file in which Dovecot looks app passwords up. Blocking; safe for many threads. */
@ApplicationScoped
class AppPasswordExamination {

    private static final String CODE = "app-passwords";

    private final AppPasswordFile file;

    AppPasswordExamination(AppPasswordFile file) {
        this.file = file;
    }

    /** Compares it with the database, and mends it: a folder that cannot be written shows by that. */
    Examination examine() {
        return switch (file.examine()) {
            case FileState.Off() ->
                Examination.ok(CODE, "App passwords are not in use: mailwarden.auth.app-passwords.file is not set");
            case FileState.Current() ->
                Examination.ok(CODE, "Dovecot's file of app passwords is what the database says, and can be written");
            case FileState.Behind(String why) ->
                Examination.fault(
                        CODE,
                        "Dovecot's file of app passwords is not what the database says, so revoked ones may still work",
                        why + ".");
        };
    }
}
