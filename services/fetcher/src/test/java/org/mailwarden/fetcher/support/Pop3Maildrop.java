// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLServerSocket;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;

/**
 * A POP3 server with one maildrop whose every id a test decides, which no real server lets it, and which hangs up where a
 * test wants it. Takes any password.
 */
public final class Pop3Maildrop implements AutoCloseable {

    private final SSLServerSocket listener;
    private final List<Mail> deleted = new CopyOnWriteArrayList<>();
    private volatile List<Mail> mails = List.of();
    private volatile String capabilities = "UIDL\r\nTOP\r\nPIPELINING\r\n";
    private volatile boolean uidl = true;
    private volatile Fault fault = Fault.NONE;

    /** A message and its id. */
    public record Mail(String uidl, String raw) {}

    /** Where the server hangs up, once. */
    public enum Fault {
        NONE,
        AT_DELE,
        BEFORE_QUIT,
        AFTER_QUIT
    }

    public Pop3Maildrop() {
        CertificateAuthority authority = CertificateAuthority.in(
                Path.of(Organisation.config("mailwarden.devservices.mail.ca")).getParent());
        try {
            listener = (SSLServerSocket) authority
                    .issue(IssueSpec.loopback())
                    .serverContext()
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String port() {
        return String.valueOf(listener.getLocalPort());
    }

    /** Holds exactly these from the next session on. */
    public synchronized Pop3Maildrop holds(Mail... now) {
        mails = List.of(now);
        return this;
    }

    public List<String> uidls() {
        return mails.stream().map(Mail::uidl).toList();
    }

    public Pop3Maildrop capabilities(String lines) {
        capabilities = lines;
        return this;
    }

    public Pop3Maildrop withoutUidl() {
        uidl = false;
        return this;
    }

    public void hangUp(Fault where) {
        fault = where;
    }

    /** Every message that a session deleted, as that session saw it. */
    public List<Mail> deleted() {
        return deleted;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        List<Mail> session = mails;
        TreeSet<Integer> marked = new TreeSet<>();
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            say(out, "+OK ready\r\n");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                int number = words.length > 1 && words[1].matches("\\d+") ? Integer.parseInt(words[1]) : 0;
                if (words[0].equals("DELE") && hangsUp(Fault.AT_DELE)
                        || words[0].equals("QUIT") && !marked.isEmpty() && hangsUp(Fault.BEFORE_QUIT)) {
                    return;
                }
                if (words[0].equals("DELE")) {
                    marked.add(number);
                }
                if (words[0].equals("QUIT")) {
                    delete(marked.stream().map(each -> session.get(each - 1)).toList());
                    if (!marked.isEmpty() && hangsUp(Fault.AFTER_QUIT)) {
                        return;
                    }
                    say(out, "+OK bye\r\n");
                    return;
                }
                say(out, answer(session, words[0], number));
            }
        } catch (IOException gone) {
            // The client hung up.
        }
    }

    private boolean hangsUp(Fault where) {
        boolean now = fault == where;
        if (now) {
            fault = Fault.NONE;
        }
        return now;
    }

    private synchronized void delete(List<Mail> these) {
        List<Mail> left = new ArrayList<>(mails);
        these.forEach(left::remove);
        mails = List.copyOf(left);
        deleted.addAll(these);
    }

    private String answer(List<Mail> session, String command, int number) {
        return switch (command) {
            case "CAPA" -> "+OK\r\n" + capabilities + ".\r\n";
            case "STAT" -> "+OK " + session.size() + " 1\r\n";
            case "LIST" -> listing(session, mail -> String.valueOf(mail.raw().length()));
            case "UIDL" -> uidl ? listing(session, Mail::uidl) : "-ERR unknown command\r\n";
            case "TOP" -> {
                String raw = session.get(number - 1).raw();
                yield "+OK\r\n" + raw.substring(0, raw.indexOf("\r\n\r\n") + 4) + ".\r\n";
            }
            case "RETR" -> "+OK\r\n" + session.get(number - 1).raw() + ".\r\n";
            default -> "+OK\r\n";
        };
    }

    private static String listing(List<Mail> session, java.util.function.Function<Mail, String> what) {
        return IntStream.range(0, session.size())
                .mapToObj(i -> (i + 1) + " " + what.apply(session.get(i)) + "\r\n")
                .collect(Collectors.joining("", "+OK\r\n", ".\r\n"));
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException gone) {
            // Closed is what it should be.
        }
    }
}
