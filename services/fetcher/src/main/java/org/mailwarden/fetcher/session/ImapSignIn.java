// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.sasl.SaslException;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.util.MailLogger;

/** The library's IMAP store, with a sign-in of our own in place of its choice of mechanisms and its fall-backs. */
final class ImapSignIn extends IMAPStore {

    private final Properties properties;
    private final SignInAttempt attempt;

    /**
     * Prepares a connection.
     *
     * @param session options of the store
     * @param properties of this connection, its guarded sockets among them
     */
    ImapSignIn(Session session, Properties properties, SignInAttempt attempt) {
        super(session, null);
        this.properties = properties;
        this.attempt = attempt;
    }

    @Override
    protected IMAPProtocol newIMAPProtocol(String host, int port) throws IOException, ProtocolException {
        return new Line(name, host, port, properties, isSSL, logger);
    }

    /** Runs after STARTTLS; the library then finds the connection signed in, or does not come to its own ways at all. */
    @Override
    protected void preLogin(IMAPProtocol protocol) throws ProtocolException {
        if (!(protocol instanceof Line line)) {
            throw new ProtocolException("This connection was not made here");
        }
        line.signIn(attempt);
    }

    private static final class Line extends IMAPProtocol {

        private boolean signedIn;
        private boolean toldCapabilities;

        Line(String name, String host, int port, Properties properties, boolean tls, MailLogger logger)
                throws IOException, ProtocolException {
            super(name, host, port, properties, tls, logger);
        }

        @Override
        public boolean isAuthenticated() {
            return signedIn || super.isAuthenticated();
        }

        void signIn(SignInAttempt attempt) throws ProtocolException {
            Optional<SaslExchange> begun;
            try {
                begun = attempt.begin(mechanisms(), !hasCapability("LOGINDISABLED"));
            } catch (IOException impossible) {
                throw new ProtocolException(impossible.getMessage(), impossible);
            }
            if (begun.isEmpty()) {
                login(attempt);
            } else {
                try (SaslExchange exchange = begun.get()) {
                    authenticate(exchange);
                }
            }
            signedIn = true;
        }

        /** RFC 9051 section 6.2.3. The library's own cuts every character to its last byte, which may be CR or LF. */
        private void login(SignInAttempt attempt) throws ProtocolException {
            Argument arguments = new Argument();
            arguments.writeString(attempt.username(), StandardCharsets.UTF_8);
            arguments.writeString(attempt.secret(), StandardCharsets.UTF_8);
            Response[] answers = command("LOGIN", arguments);
            handleCapabilityResponse(answers);
            signedIn(answers[answers.length - 1]);
        }

        private void signedIn(Response last) throws ProtocolException {
            handleLoginResult(last);
            setCapabilities(last);
            String code = last.getTag() + " OK [CAPABILITY ";
            toldCapabilities = last.toString().regionMatches(true, 0, code, 0, code.length());
        }

        /** The library asks after every sign-in, which costs each visit to a mailbox one round trip more. */
        @Override
        public void capability() throws ProtocolException {
            if (toldCapabilities) {
                toldCapabilities = false;
            } else {
                super.capability();
            }
        }

        private Set<String> mechanisms() {
            return getCapabilities().keySet().stream()
                    .filter(capability -> capability.startsWith("AUTH="))
                    .map(capability -> capability.substring("AUTH=".length()).toUpperCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }

        /** RFC 9051 section 6.2.2. */
        private void authenticate(SaslExchange exchange) throws ProtocolException {
            Response last;
            try {
                last = converse(exchange);
            } catch (IOException broken) {
                last = Response.byeResponse(broken);
            }
            signedIn(last);
        }

        private Response converse(SaslExchange exchange) throws IOException, ProtocolException {
            Argument arguments = new Argument();
            arguments.writeAtom(exchange.name());
            if (exchange.clientSpeaksFirst() && hasCapability("SASL-IR")) {
                arguments.writeAtom(exchange.first());
            }
            String tag = writeCommand("AUTHENTICATE", arguments);
            while (true) {
                Response response = readResponse();
                if (response.isContinuation()) {
                    reply(exchange, response.getRest());
                } else if (response.isBYE() || response.isTagged() && tag.equals(response.getTag())) {
                    return response;
                } else {
                    handleCapabilityResponse(new Response[] {response});
                }
            }
        }

        private void reply(SaslExchange exchange, String challenge) throws IOException {
            String answer;
            try {
                answer = exchange.answer(challenge);
            } catch (SaslException noAnswer) {
                answer = "*";
            }
            OutputStream out = getOutputStream();
            out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
