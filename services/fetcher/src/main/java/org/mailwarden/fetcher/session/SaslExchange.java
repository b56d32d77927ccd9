// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one SASL exchange (RFC 4422): what it says, in order. Pure, for one thread.
 *
 * <p>An own one, since the library lacks OAUTHBEARER, takes the error challenge of XOAUTH2 over POP3 for a success, and
 * falls back to sending what it has as a password.
 */
final class SaslExchange implements AutoCloseable {

    /** A server's complaint is short JSON; more is not looked at. */
    private static final int COMPLAINT_BYTES = 4096;

    private final Mechanism mechanism;
    private final List<byte[]> messages;
    private final byte @Nullable [] acknowledgement;
    private int said;
    private @Nullable String complaint;

    private SaslExchange(Mechanism mechanism, byte @Nullable [] acknowledgement, List<byte[]> messages) {
        this.mechanism = mechanism;
        this.acknowledgement = acknowledgement;
        this.messages = messages;
    }

    /**
     * Prepares an exchange.
     *
     * @param mechanism how; not {@link Mechanism#COMMAND}
     * @param endpoint where
     * @param signIn as whom
     * @param secret the secret of the sign-in
     * @return the exchange; it holds the secret until it is closed
     */
    static SaslExchange of(Mechanism mechanism, MailEndpoint endpoint, SignIn signIn, String secret) {
        String user = signIn.username();
        return switch (mechanism) {
            // RFC 7628 section 3.1; an error is acknowledged by a single 0x01 (section 3.2.3).
            case OAUTHBEARER ->
                new SaslExchange(
                        mechanism,
                        new byte[] {1},
                        List.of(utf8("n,a=" + saslName(user) + ",\1host=" + endpoint.host() + "\1port="
                                + endpoint.port() + "\1auth=Bearer " + secret + "\1\1")));
            // An error is acknowledged by an empty line.
            case XOAUTH2 ->
                new SaslExchange(
                        mechanism, new byte[0], List.of(utf8("user=" + user + "\1auth=Bearer " + secret + "\1\1")));
            case PLAIN ->
                new SaslExchange(
                        mechanism,
                        null,
                        List.of(utf8(
                                signIn instanceof SignIn.MasterUser master
                                        ? user + "\0" + master.master() + "\0" + secret
                                        : "\0" + user + "\0" + secret)));
            case LOGIN -> new SaslExchange(mechanism, null, List.of(utf8(user), utf8(secret)));
            case COMMAND -> throw new IllegalArgumentException("A command is no exchange");
        };
    }

    String name() {
        return mechanism.name();
    }

    /** Whether the first message may come with the command (RFC 4959); LOGIN waits for the server's first word. */
    boolean clientSpeaksFirst() {
        return mechanism != Mechanism.LOGIN;
    }

    /** The first message, for a server that takes it with the command. */
    String first() {
        return Base64.getEncoder().encodeToString(messages.get(said++));
    }

    /**
     * Answers a challenge.
     *
     * @param challenge of the server, base64
     * @return the answer, base64
     * @throws SaslException when the mechanism has no answer
     */
    String answer(String challenge) throws SaslException {
        if (said < messages.size()) {
            return first();
        }
        if (acknowledgement == null || complaint != null) {
            throw new SaslException("The server asks for more than " + mechanism + " has");
        }
        complaint = decoded(challenge);
        return Base64.getEncoder().encodeToString(acknowledgement);
    }

    /** What the server has against the token, as it said it: JSON of RFC 7628 section 3.2.2. */
    Optional<String> complaint() {
        return Optional.ofNullable(complaint);
    }

    /** Wipes the secret. */
    @Override
    public void close() {
        messages.forEach(message -> Arrays.fill(message, (byte) 0));
    }

    private static String decoded(String challenge) {
        try {
            byte[] bytes = Base64.getDecoder().decode(challenge.strip());
            return new String(bytes, 0, Math.min(bytes.length, COMPLAINT_BYTES), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return "";
        }
    }

    /** RFC 5801 section 4: the two characters that mean something in the header. */
    private static String saslName(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
