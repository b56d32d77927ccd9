// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the POP3 library and the server until the sign-in is done. The library says USER and PASS with nothing in
 * them; the door has the true exchange with the server and gives the library its result. So tokens work as the server wants
 * them, and a refused one is a refusal: the library itself takes the error challenge for a success.
 */
final class Pop3Door {

    private final SignInAttempt attempt;
    private final InputStream server;
    private final OutputStream toServer;
    private final ByteArrayOutputStream command = new ByteArrayOutputStream();
    private final StringBuilder capabilities = new StringBuilder();
    private boolean listing;
    private boolean open;
    private byte[] prepared = new byte[0];
    private int given;
    private @Nullable IOException broken;

    Pop3Door(SignInAttempt attempt, InputStream server, OutputStream toServer) {
        this.attempt = attempt;
        this.server = server;
        this.toServer = toServer;
    }

    /** What the library reads. */
    InputStream answers() {
        return new FilterInputStream(server) {

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return open && given == prepared.length
                        ? in.read(buffer, offset, length)
                        : give(buffer, offset, length);
            }
        };
    }

    /** What the library writes. */
    OutputStream commands() {
        return new FilterOutputStream(toServer) {

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (open) {
                    out.write(bytes, offset, length);
                } else {
                    take(bytes, offset, length);
                }
            }
        };
    }

    private int give(byte[] buffer, int offset, int length) throws IOException {
        if (broken != null) {
            throw broken;
        }
        if (given < prepared.length) {
            int count = Math.min(length, prepared.length - given);
            System.arraycopy(prepared, given, buffer, offset, count);
            given += count;
            return count;
        }
        int count = server.read(buffer, offset, length);
        if (listing && count > 0) {
            capabilities.append(new String(buffer, offset, count, StandardCharsets.ISO_8859_1));
        }
        return count;
    }

    private void take(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            command.write(bytes[i]);
            if (bytes[i] == '\n') {
                String line = command.toString(StandardCharsets.ISO_8859_1);
                command.reset();
                handle(line);
            }
        }
    }

    private void handle(String line) throws IOException {
        if (line.startsWith("USER ")) {
            prepare("+OK");
        } else if (line.startsWith("PASS ")) {
            try {
                prepare(signIn());
                open = true;
            } catch (SignInAttempt.NothingInCommon nothing) {
                prepare("-ERR nothing in common");
            } catch (IOException failure) {
                // The library's writer swallows what its stream throws; its reader does not.
                broken = failure;
            }
        } else {
            listing = line.startsWith("CAPA");
            capabilities.setLength(0);
            toServer.write(line.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void prepare(String line) {
        prepared = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        given = 0;
    }

    private String signIn() throws IOException {
        Set<String> offered = new HashSet<>();
        boolean command = true;
        for (String line : capabilities.toString().toUpperCase(Locale.ROOT).split("\r?\n")) {
            if (line.startsWith("SASL ")) {
                offered.addAll(Arrays.asList(line.substring(5).split(" ")));
            }
        }
        // RFC 2449 section 6.3: a server that lists its capabilities names USER among them if it has it.
        if (!offered.isEmpty()) {
            command = capabilities.toString().toUpperCase(Locale.ROOT).contains("\nUSER");
        }
        Optional<SaslExchange> begun = attempt.begin(offered, command);
        if (begun.isPresent()) {
            try (SaslExchange exchange = begun.get()) {
                return authenticate(exchange);
            }
        }
        String user = ask("USER " + attempt.username());
        return user.startsWith("+OK") ? ask("PASS " + attempt.secret()) : user;
    }

    /** RFC 5034; never with an initial response, which a token makes longer than the 255 bytes of a command. */
    private String authenticate(SaslExchange exchange) throws IOException {
        String answer = ask("AUTH " + exchange.name());
        while (answer.equals("+") || answer.startsWith("+ ")) {
            String reply;
            try {
                reply = exchange.answer(answer.substring(1).strip());
            } catch (SaslException noAnswer) {
                reply = "*";
            }
            answer = ask(reply);
        }
        return answer;
    }

    private String ask(String line) throws IOException {
        byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            toServer.write(bytes);
            toServer.flush();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        StringBuilder answer = new StringBuilder();
        for (int b = server.read(); b != '\n'; b = server.read()) {
            if (b < 0) {
                throw new IOException("The server hung up during the sign-in");
            }
            if (b != '\r') {
                answer.append((char) b);
            }
        }
        return answer.toString();
    }
}
