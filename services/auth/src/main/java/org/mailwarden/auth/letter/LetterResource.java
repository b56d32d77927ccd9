// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Letters as an administrator looks at them before people do. */
@Path("/api/v1/letters")
@RunOnVirtualThread
public class LetterResource {

    private final LetterMail mail;
    private final LetterWriter writer;

    LetterResource(LetterMail mail, LetterWriter writer) {
        this.mail = mail;
        this.writer = writer;
    }

    /**
     * What can be looked at.
     *
     * @param kinds keys of the letters
     * @param languages tags of the languages that there are words in
     */
    public record Choice(List<String> kinds, Set<String> languages) {}

    /**
     * Which example is wanted.
     *
     * @param language an IETF tag; the configured language when left out
     * @param send whether to mail it to oneself
     */
    public record PreviewRequest(
            @Nullable String language, @Nullable Boolean send) {}

    /**
     * An example.
     *
     * @param kind key of the letter
     * @param language tag of its language
     * @param subject one line
     * @param text the plain part
     * @param html the HTML part
     * @param sentTo where it was mailed; absent when that was not asked for
     */
    public record Preview(
            String kind,
            String language,
            String subject,
            String text,
            String html,
            @Nullable String sentTo) {}

    /**
     * Lists letters and languages.
     *
     * @return what can be looked at
     */
    @GET
    @RolesAllowed(Roles.ADMIN)
    public Choice choice() {
        return new Choice(
                Stream.of(Letter.values()).map(Letter::key).toList(),
                writer.words().languages());
    }

    /**
     * Shows an example of a letter, and mails it to whoever asks when that is wanted.
     *
     * @param kind key of the letter
     * @param request language, and whether to send it
     * @param caller who asks
     * @return the example
     */
    @POST
    @Path("{kind}/preview")
    @RolesAllowed(Roles.ADMIN)
    public Preview preview(
            @PathParam("kind") String kind, @Nullable PreviewRequest request, @Context SecurityContext caller) {
        Letter letter = Letter.ofKey(kind)
                .orElseThrow(() -> Problems.of(
                        404,
                        "letter-not-found",
                        "There is no letter '" + SafeText.name(kind) + "'. There are "
                                + String.join(", ", choice().kinds()) + "."));
        String language = request == null ? null : request.language();
        String name = caller.getUserPrincipal().getName();
        boolean send = request != null && Boolean.TRUE.equals(request.send());
        String to = send ? address(caller) : null;
        if (to != null) {
            send(letter, language, caller, name, to);
        }
        LetterText text = mail.example(letter, language, name, to == null ? "somebody@example.org" : to);
        return new Preview(kind, text.language().toLanguageTag(), text.subject(), text.plain(), text.html(), to);
    }

    private void send(Letter letter, @Nullable String language, SecurityContext caller, String name, String to) {
        String person = claim(caller, "sub").orElse(name);
        switch (mail.sendExample(letter, language, person, name, to)) {
            case Delivery.Accepted accepted -> {}
            case Delivery.Refused(String why) -> throw Problems.of(409, "letter-refused", why + ".");
            case Delivery.Held held ->
                throw Problems.of(429, "letter-held", held.why() + ". Try again after " + held.until() + ".");
            case Delivery.Failed(String why) ->
                throw Problems.of(502, "letter-failed", why + ". Look at quarkus.mailer.* in the settings of auth.");
        }
    }

    private static String address(SecurityContext caller) {
        return claim(caller, "email")
                .orElseThrow(() -> Problems.of(
                        409,
                        "no-address",
                        "Your sign-in tells no mail address. Set one for yourself in Keycloak, and give the client the"
                                + " scope email, then sign in again."));
    }

    private static Optional<String> claim(SecurityContext caller, String name) {
        return caller.getUserPrincipal() instanceof JsonWebToken token ? token.<String>claim(name) : Optional.empty();
    }
}
