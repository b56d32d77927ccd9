// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Who writes to people, in which words, and how often. */
@ConfigMapping(prefix = "mailwarden.auth.letters")
public interface LetterSettings {

    /** Name of the organisation as its people know it; it is also the sender's name. */
    @WithDefault("Mailwarden")
    String organisation();

    /** Whom to call when in doubt, as free text: a telephone number that people know from elsewhere. */
    Optional<String> helpDesk();

    /** Where an answer goes; without it an answer goes to the sender's address. */
    Optional<String> replyTo();

    /** The organisation's own page on how to recognise its genuine mails. */
    Optional<URI> genuinePage();

    /** Language of people whose attribute {@code locale} in Keycloak says none, or one that there are no words for. */
    @WithDefault("en")
    String language();

    /** Time zone of dates in letters. */
    @WithDefault("UTC")
    ZoneId timeZone();

    /** Folder with further or changed words, {@code words_fr.properties}; read at the start. */
    Optional<Path> folder();

    /** Most letters of one kind to one person in 24 hours, 1 or more. */
    @WithDefault("5")
    int perPersonAndDay();

    /** Most letters in an hour, 1 or more. */
    @WithDefault("2000")
    int perHour();

    /** Addresses of people who approve: they hear when something is held. */
    Optional<List<String>> approvers();
}
