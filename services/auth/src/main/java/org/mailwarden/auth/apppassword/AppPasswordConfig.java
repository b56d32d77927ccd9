// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** App passwords: where Dovecot finds them, how many, and for whom. */
@ConfigMapping(prefix = "mailwarden.auth.app-passwords")
public interface AppPasswordConfig {

    /**
     * The file that Dovecot reads, in a folder that auth may write and Dovecot's group may read. Without it there are no app
     * passwords.
     */
    Optional<Path> file();

    /** Most of one person; Dovecot needs as many passdb blocks. */
    @WithDefault("5")
    int perPerson();

    /** How long ago the sign-in may be with which somebody asks for one. */
    @WithDefault("15M")
    Duration signedInWithin();

    /** Clients at which people sign in; a token of another does not get one. */
    @WithDefault("mailwarden-console")
    Set<String> clients();

    /**
     * Types of second factors that the realm's browser flow asks for whoever has them. Only looked at when the token does
     * not tell by its claim {@code amr} how the person signed in.
     */
    @WithDefault("otp")
    Set<String> askedAtSignIn();

    /** How often the file is compared with the database, and what has run out is ended. */
    @WithDefault("30S")
    Duration checkEvery();
}
