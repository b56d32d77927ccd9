// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mailwarden.contracts.account.Protocol;

/** The first words with a mail server: greeting, capabilities, TLS upgrade, goodbye. The guard bounds what it may say. */
final class Hello {

    private static final int LINE_CHARACTERS = 8 * 1024;
    private static final int MOST_CAPABILITIES = 100;

    private final Protocol protocol;
    private GuardedSocket socket;
    private int commands;

    Hello(Protocol protocol, GuardedSocket socket) {
        this.protocol = protocol;
        this.socket = socket;
    }

    String greeting() throws IOException {
        return line();
    }

    /** What the server offers now, upper case. */
    List<String> capabilities() throws IOException {
        Set<String> found = new LinkedHashSet<>();
        for (String line : command(protocol == Protocol.IMAP ? "CAPABILITY" : "CAPA", protocol == Protocol.POP3)) {
            String upper = ServerText.printable(line, LINE_CHARACTERS).toUpperCase(Locale.ROOT);
            if (protocol == Protocol.POP3) {
                found.add(upper);
            } else if (upper.startsWith("* CAPABILITY ")) {
                found.addAll(Arrays.asList(upper.substring(13).split(" ")));
            }
        }
        return found.stream().limit(MOST_CAPABILITIES).toList();
    }

    /** Asks for TLS; the capabilities of before are void (RFC 9051 section 6.2.1). */
    boolean startTls() throws IOException {
        boolean imap = protocol == Protocol.IMAP;
        List<String> answer = command(imap ? "STARTTLS" : "STLS", false);
        if (!answer.getLast().contains(imap ? " OK" : "+OK")) {
            return false;
        }
        socket = socket.upgraded();
        return true;
    }

    void goodbye() throws IOException {
        send(protocol == Protocol.IMAP ? "z LOGOUT" : "QUIT");
    }

    private List<String> command(String command, boolean list) throws IOException {
        String tag = "m" + ++commands;
        send(protocol == Protocol.IMAP ? tag + " " + command : command);
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = line();
            lines.add(line);
        } while (protocol == Protocol.IMAP ? !line.startsWith(tag + " ") : more(list, lines));
        return lines;
    }

    private static boolean more(boolean list, List<String> lines) {
        return list && lines.getFirst().startsWith("+OK") && !lines.getLast().equals(".");
    }

    private void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private String line() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        int b = in.read();
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r' && line.length() < LINE_CHARACTERS) {
                line.append((char) b);
            }
        }
        if (b < 0 && line.isEmpty()) {
            throw new java.io.EOFException("The server closed the connection");
        }
        return line.toString();
    }
}
