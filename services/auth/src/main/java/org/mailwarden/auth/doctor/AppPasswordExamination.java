// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mailwarden.auth.apppassword.AppPasswordFile;
import org.mailwarden.auth.apppassword.FileState;

/** Examines the file in which Dovecot looks app passwords up. Blocking; safe for many threads. */
@ApplicationScoped
class AppPasswordExamination {

    private static final String CODE = "app-passwords";
    private static final Examination NOT_IN_USE =
            Examination.ok(CODE, "App passwords are not in use: mailwarden.auth.app-passwords.file is not set");

    private final AppPasswordFile file;

    AppPasswordExamination(AppPasswordFile file) {
        this.file = file;
    }

    /** What can be told without the database: whether whoever runs this may write there. */
    static Examination without(Optional<Path> file) {
        if (file.isEmpty()) {
            return NOT_IN_USE;
        }
        Path folder = file.get().toAbsolutePath().getParent();
        return folder != null && Files.isWritable(folder)
                ? Examination.ok(
                        CODE,
                        "The folder of Dovecot's file of app passwords can be written; GET /api/v1/doctor says whether the"
                                + " file is what the database says")
                : Examination.fault(
                        CODE,
                        "The folder of Dovecot's file of app passwords cannot be written, or is not there",
                        "Make it, and let auth write into it: see 'App passwords' in docs/operations.md.");
    }

    /** Compares it with the database, and mends it: a folder that cannot be written shows by that. */
    Examination examine() {
        return switch (file.examine()) {
            case FileState.Off() -> NOT_IN_USE;
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
